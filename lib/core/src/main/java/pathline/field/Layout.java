package pathline.field;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** Names and shapes of arrays that lie one after the other in a vector. */
record Layout(List<Entry> entries) {

    /** One array: its name, its shape, and where it begins in the vector. */
    record Entry(String name, Shape shape, long offset) {}

    Layout {
        entries = List.copyOf(entries);
        var seen = new HashSet<String>();
        for (var entry : entries) {
            if (!seen.add(entry.name())) {
                throw new IllegalArgumentException("Parameter names must differ, got " + entry.name() + " twice");
            }
        }
    }

    /** Arrays with these names and shapes, packed without gaps. */
    static Layout of(List<String> names, List<Shape> shapes) {
        var entries = new ArrayList<Entry>();
        long offset = 0;
        for (int i = 0; i < names.size(); i++) {
            entries.add(new Entry(names.get(i), shapes.get(i), offset));
            offset += shapes.get(i).size();
        }
        return new Layout(entries);
    }

    /** The length of the vector. */
    long count() {
        return entries.stream().mapToLong(entry -> entry.shape().size()).sum();
    }

    int index(String name) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("No parameter is named " + name + "; there are " + this);
    }

    @Override
    public String toString() {
        return entries.stream().map(e -> e.name() + " " + e.shape()).collect(Collectors.joining(", "));
    }
}
