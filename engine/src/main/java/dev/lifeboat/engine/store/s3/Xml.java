package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.NotAStoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads the answers of a store. They are untrusted: no document types, no entities beyond XML's own five,
/// bounded depth and length of text; the length as a whole is bounded by who fetched it.
final class Xml {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_TEXT = 64 << 10;

    /// Told of each element when it ends: its path below the root, parts joined by `/`, empty for the root
    /// itself, and the text directly inside.
    @FunctionalInterface
    interface Visitor {
        void element(String path, String text) throws IOException;
    }

    private Xml() {}

    static void read(byte[] document, Visitor visitor) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            Deque<String> paths = new ArrayDeque<>();
            StringBuilder text = new StringBuilder();
            while (reader.hasNext()) {
                step(reader, paths, text, visitor);
            }
        } catch (XMLStreamException e) {
            throw new NotAStoreException("the store's answer is not the XML that was expected", e);
        }
    }

    private static void step(XMLStreamReader reader, Deque<String> paths, StringBuilder text, Visitor visitor)
            throws XMLStreamException, IOException {
        switch (reader.next()) {
            case XMLStreamConstants.START_ELEMENT -> {
                if (paths.size() >= MAX_DEPTH) {
                    throw new IOException("the store's answer is nested deeper than " + MAX_DEPTH);
                }
                String above = paths.isEmpty() ? "" : paths.getLast();
                String name = paths.isEmpty() ? "" : reader.getLocalName();
                paths.addLast(above.isEmpty() ? name : above + "/" + name);
                text.setLength(0);
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                if (text.length() + reader.getTextLength() > MAX_TEXT) {
                    throw new IOException("the store's answer holds a text of more than " + MAX_TEXT + " characters");
                }
                text.append(reader.getText());
            }
            case XMLStreamConstants.END_ELEMENT -> {
                visitor.element(paths.removeLast(), text.toString());
                text.setLength(0);
            }
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                throw new NotAStoreException("the store's answer defines a document type");
            default -> {}
        }
    }

    /// The text of the first element at `path`; nothing where the document is none or has no such element.
    static Optional<String> first(byte[] document, String path) {
        String[] found = {""};
        boolean[] seen = {false};
        try {
            read(document, (at, text) -> {
                if (!seen[0] && at.equals(path)) {
                    found[0] = text.strip();
                    seen[0] = true;
                }
            });
        } catch (IOException e) {
            return Optional.empty();
        }
        return seen[0] ? Optional.of(found[0]) : Optional.empty();
    }

    static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    if (c < 0x20) {
                        out.append("&#").append((int) c).append(';');
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }
}
