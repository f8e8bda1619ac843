package pathline.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import pathline.plot.Ticks.Tick;

/** How numbers are laid along an axis: a monotone map of [min, max] to [0, 1]. */
sealed interface Scale {

    double min();

    double max();

    /** Where the value lies: 0 at min, 1 at max. */
    double fraction(double value);

    /** Which value lies there. */
    double value(double fraction);

    /** So many values from end to end, evenly spread. */
    default double[] even(int count) {
        return IntStream.range(0, count)
                .mapToDouble(i -> value(i / (count - 1.0)))
                .toArray();
    }

    /** At most {@code count} labels (at least two where the range allows). */
    Ticks ticks(int count);

    /** Evenly spaced numbers. */
    record Linear(double min, double max) implements Scale {

        /** The range with a margin, and some width even if all the data are one number. */
        static Linear around(double lo, double hi, double margin) {
            double size = Math.max(Math.abs(lo), Math.abs(hi));
            if (hi - lo <= 1e-11 * size || hi == lo) {
                double half = size == 0 ? 1 : 0.1 * size;
                return new Linear(lo - half, hi + half);
            }
            double pad = margin * (hi - lo);
            return new Linear(lo - pad, hi + pad);
        }

        @Override
        public double fraction(double value) {
            return (value - min) / (max - min);
        }

        @Override
        public double value(double fraction) {
            return min + fraction * (max - min);
        }

        @Override
        public Ticks ticks(int count) {
            double step = step(max / count - min / count);
            long first = (long) Math.ceil(min / step - 1e-9);
            long last = (long) Math.floor(max / step + 1e-9);
            double size = Math.max(Math.abs(min), Math.abs(max));
            int power = size >= 1e5 || size < 1e-3 ? (int) Math.floor(Math.log10(size)) : 0;
            int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + power);
            double unit = Math.pow(10, -power);
            var major = LongStream.rangeClosed(first, last)
                    .mapToObj(i -> new Tick(i * step, plain(i * step * unit, decimals)))
                    .toList();
            return new Ticks(major, List.of(), power == 0 ? "" : "×" + Ticks.power(power));
        }

        /** The smallest of 1, 2 or 5 times a power of ten that is not below {@code rough}. */
        static double step(double rough) {
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double lead = rough / power;
            return (lead <= 1 + 1e-9 ? 1 : lead <= 2 + 1e-9 ? 2 : lead <= 5 + 1e-9 ? 5 : 10) * power;
        }
    }

    /** Evenly spaced ratios; positive numbers only. */
    record Log(double min, double max) implements Scale {

        static Log around(double lo, double hi, double margin) {
            if (hi / lo < 1 + 1e-9) {
                return new Log(lo / 3, hi * 3);
            }
            double pad = Math.pow(hi / lo, margin);
            return new Log(lo / pad, hi * pad);
        }

        @Override
        public double fraction(double value) {
            return (Math.log10(value) - Math.log10(min)) / (Math.log10(max) - Math.log10(min));
        }

        @Override
        public double value(double fraction) {
            return Math.pow(10, Math.log10(min) + fraction * (Math.log10(max) - Math.log10(min)));
        }

        @Override
        public Ticks ticks(int count) {
            int first = (int) Math.ceil(Math.log10(min) - 1e-9);
            int last = (int) Math.floor(Math.log10(max) + 1e-9);
            if (last - first < 1 || Math.log10(max / min) < 1.7) {
                return narrow(count);
            }
            int stride = (last - first) / count + 1;
            int start = Math.floorMod(-first, stride) + first;
            var major = IntStream.rangeClosed(0, (last - start) / stride)
                    .map(i -> start + i * stride)
                    .mapToObj(k -> new Tick(Math.pow(10, k), Ticks.power(k)))
                    .toList();
            return new Ticks(major, minor(first - 1, last, stride), "");
        }

        private static List<Double> minor(int first, int last, int stride) {
            if (stride > 1) {
                return IntStream.rangeClosed(first, last)
                        .mapToObj(k -> Math.pow(10, k))
                        .toList();
            }
            return last - first > 5 ? List.of() : multiples(first, last, 2, 3, 4, 5, 6, 7, 8, 9);
        }

        private static List<Double> multiples(int first, int last, double... leads) {
            return IntStream.rangeClosed(first, last)
                    .boxed()
                    .flatMap(k -> Arrays.stream(leads).mapToObj(lead -> lead * Math.pow(10, k)))
                    .toList();
        }

        /** Less than two decades: as many of 1, 2, 5 times powers of ten as fit; if too few, evenly spaced numbers. */
        private Ticks narrow(int count) {
            for (double[] leads : new double[][] {{1, 2, 5}, {1, 3}, {1}}) {
                var values = inside(leads);
                if (values.size() >= Math.min(3, count) && values.size() <= count) {
                    return new Ticks(
                            values.stream().map(v -> new Tick(v, label(v))).toList(), List.of(), "");
                }
            }
            var even = new Linear(min, max).ticks(Math.max(2, count / 2));
            return even.major().size() >= 2 ? even : new Linear(min, max).ticks(count);
        }

        private List<Double> inside(double... leads) {
            int first = (int) Math.floor(Math.log10(min));
            int last = (int) Math.floor(Math.log10(max));
            return multiples(first, last, leads).stream()
                    .filter(v -> fraction(v) > -1e-9 && fraction(v) < 1 + 1e-9)
                    .toList();
        }

        private static String label(double value) {
            int power = (int) Math.floor(Math.log10(value) + 1e-9);
            if (power >= -3 && power <= 4) {
                return plain(value, Math.max(0, -power));
            }
            var lead = plain(value / Math.pow(10, power), 0);
            return lead.equals("1") ? Ticks.power(power) : lead + "×" + Ticks.power(power);
        }
    }

    /** A number rounded to so many digits, without trailing zeros, and without a power of ten where it is not huge or tiny. */
    static String significant(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        int power = (int) Math.floor(Math.log10(Math.abs(value)) + 1e-12);
        if (power >= 6 || power < -4) {
            return plain(value / Math.pow(10, power), digits - 1) + "×" + Ticks.power(power);
        }
        var text = plain(value, Math.max(0, digits - 1 - power));
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** A number with a fixed count of decimals and a real minus sign; zero has none. */
    static String plain(double value, int decimals) {
        var digits = String.format(Locale.ROOT, "%." + Math.min(decimals, 15) + "f", value);
        boolean zero = digits.chars().noneMatch(c -> c >= '1' && c <= '9');
        return zero ? digits.replace("-", "") : digits.replace('-', Ticks.MINUS);
    }
}
