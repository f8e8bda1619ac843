package pathline.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import pathline.plot.Ticks.Tick;

/** How numbers are laid along an axis: a monotone map of [min, max] to [0, 1]. */
sealed interface AxisScale {

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
    record Linear(double min, double max) implements AxisScale {

        /** A range at least this share of its size wide is wide enough to be drawn. */
        static final double NARROWEST = 1e-11;

        private static final double HUGE = 1e306;
        private static final double TINY = 1e-290;
        private static final int SHIFT = 300;

        /** The range with a margin, within the doubles, and some width even if all the data are one number. */
        static Linear around(double lo, double hi, double margin) {
            double size = Math.max(Math.abs(lo), Math.abs(hi));
            if (hi - lo <= NARROWEST * size || hi == lo) {
                double half = size == 0 ? 1 : Math.max(0.1 * size, Double.MIN_VALUE);
                return within(lo - half, hi + half);
            }
            double pad = Double.isFinite(hi - lo) ? margin * (hi - lo) : margin * hi - margin * lo;
            return within(lo - pad, hi + pad);
        }

        private static Linear within(double lo, double hi) {
            double least = Math.max(-Double.MAX_VALUE, lo);
            double most = Math.min(Double.MAX_VALUE, hi);
            return new Linear(least, most);
        }

        /** The length of the range, of which the largest double is less than half of what it may be. */
        private boolean overflows() {
            return Double.isInfinite(max - min);
        }

        @Override
        public double fraction(double value) {
            return overflows() ? (value / 2 - min / 2) / (max / 2 - min / 2) : (value - min) / (max - min);
        }

        @Override
        public double value(double fraction) {
            return overflows() ? min * (1 - fraction) + max * fraction : min + fraction * (max - min);
        }

        /** Near the ends of the doubles a step or a unit would be 0 or infinite: there the ticks are those of other units. */
        @Override
        public Ticks ticks(int count) {
            double size = Math.max(Math.abs(min), Math.abs(max));
            int shift = size > HUGE ? -SHIFT : size < TINY ? SHIFT : 0;
            double unit = Math.pow(10, shift);
            return new Linear(min * unit, max * unit).ticks(count, shift);
        }

        /** The ticks of this range, which is 10^shift times that of the axis. */
        private Ticks ticks(int count, int shift) {
            double apart = shift > 0 ? Double.MIN_VALUE * Math.pow(10, shift) : 0; // two doubles at least
            double step = Math.max(apart, step(max / count - min / count));
            long first = (long) Math.ceil(min / step - 1e-9);
            long last = (long) Math.floor(max / step + 1e-9);
            double size = Math.max(Math.abs(min), Math.abs(max));
            int power = size >= 1e5 || size < 1e-3 ? (int) Math.floor(Math.log10(size)) : 0;
            int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9) + power);
            double unit = Math.pow(10, -power);
            double axis = Math.pow(10, shift);
            var major = LongStream.rangeClosed(first, last)
                    .mapToObj(i -> new Tick(i * step / axis, plain(i * step * unit, decimals)))
                    .toList();
            int factor = power - shift;
            return new Ticks(major, List.of(), factor == 0 ? "" : "×" + Ticks.power(factor));
        }

        /** The smallest of 1, 2 or 5 times a power of ten that is not below {@code rough}. */
        static double step(double rough) {
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double lead = rough / power;
            return (lead <= 1 + 1e-9 ? 1 : lead <= 2 + 1e-9 ? 2 : lead <= 5 + 1e-9 ? 5 : 10) * power;
        }
    }

    /** Evenly spaced ratios; positive numbers only. */
    record Log(double min, double max) implements AxisScale {

        static Log around(double lo, double hi, double margin) {
            if (hi / lo < 1 + 1e-9) {
                return within(lo / 3, hi * 3);
            }
            double ratio = hi / lo;
            double pad = Double.isFinite(ratio)
                    ? Math.pow(ratio, margin)
                    : Math.pow(10, margin * (Math.log10(hi) - Math.log10(lo)));
            return within(lo / pad, hi * pad);
        }

        /** The range as far as doubles reach. */
        private static Log within(double lo, double hi) {
            double least = Math.max(Double.MIN_VALUE, lo);
            double most = Math.min(Double.MAX_VALUE, hi);
            return new Log(least, most);
        }

        @Override
        public double fraction(double value) {
            return (Math.log10(value) - Math.log10(min)) / (Math.log10(max) - Math.log10(min));
        }

        @Override
        public double value(double fraction) {
            double value = Math.pow(10, Math.log10(min) + fraction * (Math.log10(max) - Math.log10(min)));
            return Math.max(Double.MIN_VALUE, Math.min(Double.MAX_VALUE, value));
        }

        @Override
        public Ticks ticks(int count) {
            int first = (int) Math.ceil(Math.log10(min) - 1e-9);
            int last = (int) Math.floor(Math.log10(max) + 1e-9);
            boolean few = last - first < 1 || Math.log10(max / min) < 1.7;
            if (few && min >= Double.MIN_NORMAL) { // below, numbers have too few digits to be told apart by labels
                return narrow(count);
            }
            int stride = (last - first) / count + 1;
            int start = Math.floorMod(-first, stride) + first;
            var major = IntStream.rangeClosed(0, (last - start) / stride)
                    .map(i -> start + i * stride)
                    .mapToObj(k -> new Tick(Math.pow(10, k), Ticks.power(k)))
                    .filter(tick -> tick.value() > 0)
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
            double lead = power < -300 ? value * 1e300 / Math.pow(10, power + 300) : value / Math.pow(10, power);
            return plain(lead, digits - 1) + "×" + Ticks.power(power);
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
