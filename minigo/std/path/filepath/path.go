// Package filepath implements utility routines for manipulating filename paths. On Linux they are those of package path, and some that look at files.
package filepath

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
)

const (
	Separator     = os.PathSeparator
	ListSeparator = os.PathListSeparator
)

// Clean returns the shortest path name equivalent to path by purely lexical processing.
func Clean(name string) string { return path.Clean(name) }

// IsLocal reports whether path is lexically within the subtree where it is evaluated: not empty, not absolute, never leaving it by "..".
func IsLocal(name string) bool {
	if name == "" || IsAbs(name) {
		return false
	}
	clean := Clean(name)
	return clean != ".." && !strings.HasPrefix(clean, "../")
}

// Localize converts a slash-separated path, valid for io/fs, into an operating system path.
func Localize(name string) (string, error) {
	if !fs.ValidPath(name) || strings.IndexByte(name, 0) >= 0 {
		return "", errors.New("invalid path")
	}
	return name, nil
}

// ToSlash returns the result of replacing each separator character in path with a slash.
func ToSlash(name string) string { return name }

// FromSlash returns the result of replacing each slash in path with a separator character.
func FromSlash(name string) string { return name }

// SplitList splits a list of paths joined by the list separator, as in PATH.
func SplitList(list string) []string {
	if list == "" {
		return []string{}
	}
	return strings.Split(list, string(ListSeparator))
}

// Split splits path immediately following the final separator: path = dir+file.
func Split(name string) (dir, file string) { return path.Split(name) }

// Join joins any number of path elements into a single path; empty elements are ignored. The result is cleaned.
func Join(elem ...string) string { return path.Join(elem...) }

// Ext returns the file name extension used by path.
func Ext(name string) string { return path.Ext(name) }

// Base returns the last element of path.
func Base(name string) string { return path.Base(name) }

// Dir returns all but the last element of path, cleaned.
func Dir(name string) string { return path.Dir(name) }

// VolumeName returns the leading volume name, of which there are none on Linux.
func VolumeName(name string) string { return "" }

// IsAbs reports whether the path is absolute.
func IsAbs(name string) bool { return strings.HasPrefix(name, "/") }

// HasPrefix exists for historical compatibility and should not be used.
//
// Deprecated: it does not respect path boundaries.
func HasPrefix(p, prefix string) bool { return strings.HasPrefix(p, prefix) }

// Abs returns an absolute representation of path.
func Abs(name string) (string, error) {
	if IsAbs(name) {
		return Clean(name), nil
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return Join(wd, name), nil
}

// element returns the first element of a clean path and what follows its slash.
func element(name string) (first, rest string) {
	first, rest, _ = strings.Cut(name, "/")
	return first, rest
}

// Rel returns a relative path that is lexically equivalent to targPath when joined to basePath.
func Rel(basePath, targPath string) (string, error) {
	base, target := Clean(basePath), Clean(targPath)
	if base == target {
		return ".", nil
	}
	if base == "." {
		base = ""
	}
	if IsAbs(base) != IsAbs(target) {
		return "", errors.New("Rel: can't make " + targPath + " relative to " + basePath)
	}
	base, target = strings.TrimPrefix(base, "/"), strings.TrimPrefix(target, "/")
	for base != "" {
		b, baseRest := element(base)
		t, targetRest := element(target)
		if b != t {
			break
		}
		base, target = baseRest, targetRest
	}
	up := 0
	for base != "" {
		var b string
		if b, base = element(base); b == ".." {
			return "", errors.New("Rel: can't make " + targPath + " relative to " + basePath)
		}
		up++
	}
	if up > 0 {
		return Clean(strings.Repeat("../", up) + target), nil
	}
	return target, nil
}

// EvalSymlinks returns the path name after the evaluation of any symbolic links.
func EvalSymlinks(name string) (string, error) {
	const maxLinks = 255
	dest := "" // what has been resolved
	if IsAbs(name) {
		dest = "/"
	}
	for links := 0; name != ""; {
		word, rest, more := strings.Cut(name, "/")
		name = rest
		switch word {
		case "", ".":
			continue
		case "..":
			// Not into what ".." has already climbed over.
			if i := strings.LastIndexByte(dest, '/'); dest == "" || dest[i+1:] == ".." {
				dest = Join(dest, "..")
			} else if i == 0 {
				dest = "/"
			} else {
				dest = dest[:max(i, 0)]
			}
			continue
		}
		parent := dest
		if dest != "" && dest != "/" {
			dest += "/"
		}
		dest += word
		info, err := os.Lstat(dest)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			if !info.IsDir() && more {
				return "", notDir
			}
			continue
		}
		if links++; links > maxLinks {
			return "", errors.New("EvalSymlinks: too many links")
		}
		link, err := os.Readlink(dest)
		if err != nil {
			return "", err
		}
		dest = parent
		if IsAbs(link) {
			dest = "/"
		}
		if more {
			link += "/" + name
		}
		name = link
	}
	return Clean(dest), nil
}
