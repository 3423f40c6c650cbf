/** What every event has in common: its stable type name, its place in the catalogue, its shape on the wire. */
@NullMarked
package io.rollbook.api.event;

import org.jspecify.annotations.NullMarked;
