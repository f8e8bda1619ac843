/**
 * The project's own fuzz of its public surface: every public method, constructor and static factory, found by reflection
 * on the compiled classes, called with valid and with invalid arguments, in a JVM of its own.
 *
 * <p>{@link pathline.fuzz.FuzzTest} is the short run of every build, {@link pathline.fuzz.LongFuzz} the long one of
 * {@code mvn -o -pl lib test -Pfuzz}. Properties: {@code fuzz.packages} (for example {@code ode,adjoint}),
 * {@code fuzz.calls}, {@code fuzz.seed}, {@code fuzz.limit} (seconds for one call), {@code fuzz.out} (folder of the
 * tables), {@code fuzz.only} (one method, or one call of it: {@code 'pathline.ode.Solution.coordinate(int,int)#17'}).
 */
package pathline.fuzz;
