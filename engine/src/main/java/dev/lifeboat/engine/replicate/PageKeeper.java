package dev.lifeboat.engine.replicate;

/// Is told of every page that a checkpoint may write into the database file, before any can.
interface PageKeeper {
    /// `page` counts from one.
    void beforeChange(long page);

    /// A commit made the database `pages` pages long: what lies behind may be cut off.
    void beforeCut(long pages);

    PageKeeper NOBODY = new PageKeeper() {
        @Override
        public void beforeChange(long page) {}

        @Override
        public void beforeCut(long pages) {}
    };
}
