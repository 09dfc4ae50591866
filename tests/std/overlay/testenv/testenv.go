// Package testenv takes the place of Go's internal/testenv: what its package tests ask about where they run.
package testenv

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
)

func Builder() string                                             { return "" }
func HasGoBuild() bool                                            { return true }
func MustHaveGoBuild(t testing.TB)                                {}
func HasGoRun() bool                                              { return true }
func MustHaveGoRun(t testing.TB)                                  {}
func MustHaveExec(t testing.TB)                                   {}
func HasSymlink() bool                                            { return true }
func MustHaveSymlink(t testing.TB)                                {}
func HasLink() bool                                               { return true }
func MustHaveLink(t testing.TB)                                   {}
func HasSrc() bool                                                { return true }
func MustHaveSource(t testing.TB)                                 {}
func HasParallelism() bool                                        { return true }
func MustHaveParallelism(t testing.TB)                            {}
func OptimizationOff() bool                                       { return false }
func SkipIfOptimizationOff(t testing.TB)                          {}
func SkipFlaky(t testing.TB, issue int)                           { t.Skip("flaky") }
func SkipIfShortAndSlow(t testing.TB)                             {}
func CPUIsSlow() bool                                             { return false }
func MustHaveExternalNetwork(t testing.TB)                        { t.Skip("no network") }
func GOROOT(t testing.TB) string                                  { return runtime.GOROOT() }
func GoToolPath(t testing.TB) string                              { return "go" }
func Executable(t testing.TB) string                              { name, _ := os.Executable(); return name }
func CleanCmdEnv(cmd *exec.Cmd) *exec.Cmd                         { return cmd }
func Command(t testing.TB, name string, args ...string) *exec.Cmd { return exec.Command(name, args...) }
