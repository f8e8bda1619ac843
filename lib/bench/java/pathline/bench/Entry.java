package pathline.bench;

/**
 * One number of a table.
 *
 * @param work the name of the {@link Work}
 * @param who did it: the title of a {@link Side}, or a peer
 * @param ms how long it took
 */
record Entry(String work, String who, Measured ms) {

    Entry {
        ms = ms.rounded();
    }

    /** One line: the median and the quartiles. */
    @Override
    public String toString() {
        return String.format(
                "%-50s %-9s %10s ms (%s to %s)",
                work, who, Table.number(ms.median(), 3), Table.number(ms.low(), 3), Table.number(ms.high(), 3));
    }
}
