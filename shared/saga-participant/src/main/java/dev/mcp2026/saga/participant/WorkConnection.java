package dev.mcp2026.saga.participant;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/// The connection as work sees it: all of it but the end of the transaction, which is the barrier's.
final class WorkConnection {
    private static final Set<String> OURS = Set.of("commit", "close", "abort", "setAutoCommit");

    private WorkConnection() {}

    static Connection around(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                WorkConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    boolean wholeRollback = method.getName().equals("rollback") && arguments == null;
                    if (wholeRollback || OURS.contains(method.getName())) {
                        throw new SQLException(
                                method.getName() + " is the barrier's to do: throw to roll back, return to commit");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause() == null ? thrown : thrown.getCause();
                    }
                });
    }
}
