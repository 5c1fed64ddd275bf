package dev.lifeboat.app.tui.paint;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;
import java.util.EnumSet;
import java.util.List;

/// How a role looks on a terminal.
public record Style(TextColor fore, TextColor back, List<SGR> sgr) {
    public Style {
        sgr = List.copyOf(sgr);
    }

    static Style of(TextColor fore, SGR... sgr) {
        return new Style(fore, TextColor.ANSI.DEFAULT, List.of(sgr));
    }

    EnumSet<SGR> modifiers() {
        return sgr.isEmpty() ? EnumSet.noneOf(SGR.class) : EnumSet.copyOf(sgr);
    }
}
