/** The routes by which an operator has the topic filled again. */
@NullMarked
package io.rollbook.command.publishing.web;

import org.jspecify.annotations.NullMarked;
