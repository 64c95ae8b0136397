package dev.kenari.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Horizontal bars on a logarithmic axis, a warm and a cold one for each name, as SVG. */
final class Chart {
    private static final int LABELS = 130;
    private static final int WIDTH = 640;
    private static final int ROW = 20;
    private static final int TOP = 56;
    private static final double LEAST = 1 / 64.0;
    private static final double MOST = 16;
    private static final String WARM = "#3b6ea5";
    private static final String COLD = "#b9cbe0";

    /** @param warm empty in a heading */
    private record Row(String name, OptionalDouble warm, OptionalDouble cold, boolean heading) {}

    private final String title;
    private final List<Row> rows = new ArrayList<>();

    Chart(String title) {
        this.title = title;
    }

    void group(String name) {
        rows.add(new Row(name, OptionalDouble.empty(), OptionalDouble.empty(), true));
    }

    void bars(String name, OptionalDouble warm, OptionalDouble cold) {
        rows.add(new Row(name, warm, cold, false));
    }

    String svg() {
        int height = TOP + rows.size() * ROW + 12;
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif' font-size='12'>%n",
                LABELS + WIDTH + 20,
                height);
        add(svg, "<rect width='100%%' height='100%%' fill='white'/>%n<text x='8' y='18' font-size='14'>%s</text>%n", title);
        legend(svg, LABELS + WIDTH - 130, WARM, "warm");
        legend(svg, LABELS + WIDTH - 60, COLD, "cold");
        for (double tick = LEAST; tick <= MOST; tick *= 2) {
            double x = x(tick);
            String colour = tick == 1 ? "#444" : "#ddd";
            String label = tick < 1 ? "1/" + Math.round(1 / tick) : Long.toString(Math.round(tick));
            add(svg, "<line x1='%.1f' x2='%.1f' y1='%d' y2='%d' stroke='%s'/>%n", x, x, TOP - 8, height - 8, colour);
            add(svg, "<text x='%.1f' y='%d' text-anchor='middle' fill='#555'>%s</text>%n", x, TOP - 14, label);
        }
        int y = TOP;
        for (Row row : rows) {
            add(svg, "<text x='8' y='%d'%s>%s</text>%n", y + 13, row.heading ? " font-weight='bold'" : "", row.name);
            bar(svg, row.warm, y + 2, WARM);
            bar(svg, row.cold, y + 10, COLD);
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }

    private static void legend(StringBuilder svg, int x, String colour, String name) {
        add(svg, "<rect x='%d' y='8' width='12' height='12' fill='%s'/>%n", x, colour);
        add(svg, "<text x='%d' y='18'>%s</text>%n", x + 16, name);
    }

    /** From 1 to the value, so that faster is to the right and slower to the left. */
    private static void bar(StringBuilder svg, OptionalDouble value, int y, String colour) {
        if (value.isPresent()) {
            double end = x(value.getAsDouble());
            double one = x(1);
            double width = Math.max(Math.abs(end - one), 1);
            add(svg, "<rect x='%.1f' y='%d' width='%.1f' height='8' fill='%s'/>%n", Math.min(one, end), y, width, colour);
        }
    }

    private static double x(double value) {
        double clamped = Math.clamp(value, LEAST, MOST);
        return LABELS + WIDTH * Math.log(clamped / LEAST) / Math.log(MOST / LEAST);
    }

    private static void add(StringBuilder svg, String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments));
    }
}
