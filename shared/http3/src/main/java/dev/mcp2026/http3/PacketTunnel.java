package dev.mcp2026.http3;

public interface PacketTunnel {}
