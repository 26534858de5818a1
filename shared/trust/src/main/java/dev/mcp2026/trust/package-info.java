/// Who may speak: SPIFFE ids, the roles that their paths stand for, and the development trust domain that
/// `mcp up` makes (certificate authority, X.509-SVIDs, bearer token). Keys and tokens are files of mode 0600.
@NullMarked
package dev.mcp2026.trust;

import org.jspecify.annotations.NullMarked;
