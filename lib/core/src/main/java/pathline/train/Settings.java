package pathline.train;

/** Settings as text. */
final class Settings {

    private Settings() {}

    /** What an object says about itself; a lambda's own words would differ from process to process. */
    static String name(Object setting) {
        boolean anonymous = setting.getClass().isAnonymousClass();
        return anonymous || setting.getClass().isHidden() || setting.getClass().isSynthetic()
                ? "given by code"
                : setting.toString().replaceAll("@[0-9a-f]+$", "");
    }
}
