/** The routes of erasures and of the data package. */
@NullMarked
package io.rollbook.command.privacy.web;

import org.jspecify.annotations.NullMarked;
