//go:build plan9 || (arm && !linux)

package store

const Default = "never built here"
