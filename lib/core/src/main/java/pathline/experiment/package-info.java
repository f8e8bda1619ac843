/**
 * Studies too long for a notebook, as commands: {@code ./pathline experiment NAME}.
 *
 * <p>Each can be interrupted and goes on where it was, shows its progress, and writes its numbers as a table of comma
 * separated values, which a notebook then shows with the command that made them.
 */
package pathline.experiment;
