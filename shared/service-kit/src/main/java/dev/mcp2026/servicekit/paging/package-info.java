/// Lists that are answered page by page.
@NullMarked
package dev.mcp2026.servicekit.paging;

import org.jspecify.annotations.NullMarked;
