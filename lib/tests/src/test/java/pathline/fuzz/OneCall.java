package pathline.fuzz;

import java.util.List;

/** One call with its arguments: all valid, all but one, or a mix. */
final class OneCall {

    private final Member member;
    private final Draw draw;
    private final Made receiver;
    private final List<Made> arguments;

    OneCall(Member member, Draw draw) {
        this.member = member;
        this.draw = draw;
        this.receiver = member.needsReceiver() ? receiver(member.owner(), draw) : Made.NULL;
        int count = member.executable().getParameterCount();
        double manner = draw.random.nextDouble();
        int bad = manner < 0.4 || count == 0 ? -1 : manner < 0.85 ? draw.random.nextInt(count) : -2;
        this.arguments = Producers.arguments(member.executable(), bad, draw);
    }

    /** An object to call a method of; of several tries, the first that is one. */
    private static Made receiver(Class<?> type, Draw draw) {
        for (int k = 0; k < 4; k++) {
            var made = Values.make(type, "receiver", true, draw);
            if (made.value() != null) {
                return made;
            }
        }
        return Made.NULL;
    }

    String text() {
        return Producers.text(member, receiver, arguments);
    }

    Call outcome(Settings.Planned planned) {
        if (member.needsReceiver() && receiver.value() == null) {
            return Call.of(
                    planned, Verdict.NOT_MADE, "", "no " + member.owner().getSimpleName() + " was made", "", text());
        }
        var values = arguments.stream().map(Made::value).toArray();
        try {
            var result = member.call(receiver.value(), values);
            boolean finite = Finite.is(result) && (draw.notFinite || Finite.is(values));
            var verdict = Verdict.of(finite, draw);
            return Call.of(
                    planned, verdict, result == null ? "" : result.getClass().getSimpleName(), "", "", text());
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            return Call.of(
                    planned,
                    Verdict.of(e),
                    e.getClass().getName(),
                    e.getMessage(),
                    Call.place(e.getStackTrace()),
                    text());
        }
    }
}
