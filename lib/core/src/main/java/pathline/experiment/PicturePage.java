package pathline.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * The study of images as one page, its pictures and animations inside, so that it opens anywhere.
 *
 * @param folder where the pictures are
 * @param results the tables
 */
record PicturePage(Path folder, PictureResults results) {

    byte[] bytes() {
        var page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Images</title>\n<style>")
                .append("body{font:16px sans-serif;max-width:72em;margin:2em auto;padding:0 1em}")
                .append("table{border-collapse:collapse;margin:1em 0;font-size:14px}")
                .append("td,th{padding:.25em .7em;border-bottom:1px solid #ddd;text-align:right}")
                .append("td:first-child,th:first-child{text-align:left}img{max-width:100%}")
                .append("</style></head><body>\n<h1>Images</h1>\n");
        for (var file : results.files()) {
            page.append("<h2>").append(escaped(file)).append("</h2>\n");
            for (var ending : List.of("png", "gif")) {
                picture(page, file + "." + ending);
            }
        }
        List.of(results.samples(), results.nets(), results.anchors()).forEach(table -> table(page, table));
        return page.append("</body></html>\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void picture(StringBuilder page, String name) {
        var file = folder.resolve(name);
        if (!Files.exists(file)) {
            return;
        }
        try {
            String type = name.endsWith("gif") ? "gif" : "png";
            page.append("<p><img alt=\"")
                    .append(type.equals("gif") ? "what the net drew while it was trained" : "samples by class")
                    .append("\" src=\"data:image/")
                    .append(type)
                    .append(";base64,")
                    .append(Base64.getEncoder().encodeToString(Files.readAllBytes(file)))
                    .append("\"></p>\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    private static void table(StringBuilder page, Table table) {
        page.append("<h2>").append(escaped(table.name())).append("</h2>\n<table><tr>");
        table.columnNames()
                .forEach(name -> page.append("<th>").append(escaped(name)).append("</th>"));
        page.append("</tr>\n");
        for (var row : table) {
            page.append("<tr>");
            for (int k = 0; k < table.columnCount(); k++) {
                page.append("<td>")
                        .append(escaped(String.valueOf(row.getObject(k))))
                        .append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
