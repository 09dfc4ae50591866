// Package path works on slash-separated paths, such as those of URLs. For files of the operating system use path/filepath.
package path

import "strings"

// Clean returns the shortest path that means the same: no double slashes, no "." elements, each ".." taken together with what it leaves,
// "/.." at the root dropped. The empty path becomes ".".
func Clean(path string) string {
	if path == "" {
		return "."
	}
	rooted := path[0] == '/'
	out := make([]byte, 0, len(path))
	if rooted {
		out = append(out, '/')
	}
	floor := len(out) // what ".." cannot remove
	for i := 0; i < len(path); {
		if path[i] == '/' {
			i++
			continue
		}
		end := i
		for end < len(path) && path[end] != '/' {
			end++
		}
		element := path[i:end]
		i = end
		switch {
		case element == ".":
		case element == ".." && len(out) > floor:
			n := len(out) - 1
			for n > floor && out[n] != '/' {
				n--
			}
			out = out[:n]
		case element == ".." && rooted:
		default:
			if len(out) > 0 && out[len(out)-1] != '/' {
				out = append(out, '/')
			}
			out = append(out, element...)
			if element == ".." {
				floor = len(out)
			}
		}
	}
	if len(out) == 0 {
		return "."
	}
	return string(out)
}

// Split divides a path behind its last slash.
func Split(path string) (dir, file string) {
	i := strings.LastIndexByte(path, '/')
	return path[:i+1], path[i+1:]
}

// Join puts slashes between elements, leaving out empty ones, and cleans the result; of nothing it is "".
func Join(elem ...string) string {
	var joined []byte
	for _, e := range elem {
		if len(joined) > 0 || e != "" {
			if len(joined) > 0 {
				joined = append(joined, '/')
			}
			joined = append(joined, e...)
		}
	}
	if len(joined) == 0 {
		return ""
	}
	return Clean(string(joined))
}

// Ext returns what begins at the last dot of the last element, "" if there is none.
func Ext(path string) string {
	for i := len(path) - 1; i >= 0 && path[i] != '/'; i-- {
		if path[i] == '.' {
			return path[i:]
		}
	}
	return ""
}

// Base returns the last element, without trailing slashes: "." for the empty path, "/" for slashes only.
func Base(path string) string {
	if path == "" {
		return "."
	}
	for len(path) > 0 && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	if path == "" {
		return "/"
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

// IsAbs reports whether the path starts at the root.
func IsAbs(path string) bool {
	return len(path) > 0 && path[0] == '/'
}

// Dir returns the path without its last element, cleaned.
func Dir(path string) string {
	dir, _ := Split(path)
	return Clean(dir)
}
