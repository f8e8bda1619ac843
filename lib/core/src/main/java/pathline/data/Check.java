package pathline.data;

import pathline.check.Require;

/**
 * A count of a data set beside the published one.
 *
 * @param what what was counted
 * @param published the count in the papers
 * @param found the count in the file
 */
public record Check(String what, long published, long found) {

    /** Checks that there is something to say and that counts are counts. */
    public Check {
        Require.nonNull(what, "what");
        Require.that(published >= 0, "published is " + published + "; expected at least 0");
        Require.that(found >= 0, "found is " + found + "; expected at least 0");
    }

    /** Whether the file is the published one as far as this count can tell. */
    public boolean holds() {
        return published == found;
    }

    @Override
    public String toString() {
        return what + ": " + found + (holds() ? " as published" : ", published " + published);
    }
}
