/// Real servers and programs started for a test: on loopback, on free ports, in temporary folders, and ended by their
/// own process id. A test can pause, resume and kill them, and sees their log when something fails.
@NullMarked
package dev.mcp2026.testkit.process;

import org.jspecify.annotations.NullMarked;
