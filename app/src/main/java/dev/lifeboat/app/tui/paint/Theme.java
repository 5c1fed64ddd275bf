package dev.lifeboat.app.tui.paint;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor.ANSI;

/// Maps roles to looks (tui.md 8.1). Nothing is told by colour alone, so a theme changes no frame fixture.
public enum Theme {
    DEFAULT {
        @Override
        public Style style(Role role) {
            return switch (role) {
                case TEXT -> Style.of(ANSI.DEFAULT);
                case BANNER_PRODUCTION -> new Style(ANSI.WHITE, ANSI.RED, java.util.List.of(SGR.BOLD));
                case BANNER, SELECTED -> Style.of(ANSI.DEFAULT, SGR.REVERSE);
                case BORDER, DIM -> Style.of(ANSI.BLACK_BRIGHT);
                case HEADING -> Style.of(ANSI.DEFAULT, SGR.BOLD);
                case KEY, INFO -> Style.of(ANSI.CYAN);
                case OK -> Style.of(ANSI.GREEN);
                case WARN -> Style.of(ANSI.YELLOW);
                case BAD -> Style.of(ANSI.RED, SGR.BOLD);
                case INPUT -> Style.of(ANSI.DEFAULT, SGR.UNDERLINE);
                case BAR -> Style.of(ANSI.CYAN);
            };
        }
    },
    MONO {
        @Override
        public Style style(Role role) {
            return switch (role) {
                case TEXT, BORDER, DIM, OK, WARN, BAD, INFO, BAR -> Style.of(ANSI.DEFAULT);
                case BANNER_PRODUCTION, BANNER, SELECTED -> Style.of(ANSI.DEFAULT, SGR.REVERSE);
                case HEADING, KEY -> Style.of(ANSI.DEFAULT, SGR.BOLD);
                case INPUT -> Style.of(ANSI.DEFAULT, SGR.UNDERLINE);
            };
        }
    };

    public abstract Style style(Role role);
}
