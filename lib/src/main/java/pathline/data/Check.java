package pathline.data;

/**
 * A count of a data set held against the published one.
 *
 * @param what what was counted
 * @param published the count in the papers
 * @param found the count in the file
 */
public record Check(String what, long published, long found) {

    /** Whether the file is the published one as far as this count can tell. */
    public boolean holds() {
        return published == found;
    }

    @Override
    public String toString() {
        return what + ": " + found + (holds() ? " as published" : ", published " + published);
    }
}
