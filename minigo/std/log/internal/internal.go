// Package internal lets log/slog write through package log.
package internal

// DefaultOutput writes a line to log's standard logger, as from the call at
// pc. It is set by package log.
var DefaultOutput func(pc uintptr, data []byte) error
