package io.firn.model;

/** Nothing wrong but the layout. */
public record Layout( int  one ) {
    public int two() { return one+1; }
}
