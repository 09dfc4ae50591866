package debug

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
)

//go:linkname modinfo runtime.modinfo
func modinfo() string

// ReadBuildInfo returns the build information embedded in the running binary.
func ReadBuildInfo() (info *BuildInfo, ok bool) {
	bi, err := ParseBuildInfo(modinfo())
	if err != nil {
		return nil, false
	}
	bi.GoVersion = runtime.Version()
	return bi, true
}

// BuildInfo represents the build information read from a Go binary.
type BuildInfo struct {
	// GoVersion is the version of the Go toolchain that built the binary.
	GoVersion string `json:",omitempty"`

	// Path is the package path of the main package for the binary.
	Path string `json:",omitempty"`

	// Main describes the module that contains the main package for the binary.
	Main Module `json:""`

	// Deps describes all the dependency modules that contributed packages to the binary.
	Deps []*Module `json:",omitempty"`

	// Settings describes the build settings used to build the binary.
	Settings []BuildSetting `json:",omitempty"`
}

// A Module describes a single module included in a build.
type Module struct {
	Path    string  `json:",omitempty"` // module path
	Version string  `json:",omitempty"` // module version
	Sum     string  `json:",omitempty"` // checksum
	Replace *Module `json:",omitempty"` // replaced by this module
}

// A BuildSetting is a key-value pair describing one setting that influenced a build.
type BuildSetting struct {
	Key   string `json:",omitempty"`
	Value string `json:",omitempty"`
}

// needsQuotes reports whether a value must be quoted; a key must be also for other characters, and when it is empty.
func needsQuotes(s string) bool { return strings.ContainsAny(s, " \t\r\n\"`") }

func keyNeedsQuotes(s string) bool { return s == "" || strings.Contains(s, "=") || needsQuotes(s) }

func (m *Module) append(b []byte, word string) []byte {
	b = append(b, word+"\t"+m.Path+"\t"+m.Version...)
	if m.Replace != nil {
		return m.Replace.append(append(b, '\n'), "=>")
	}
	return append(b, "\t"+m.Sum+"\n"...)
}

// String returns a string representation of a BuildInfo, which ParseBuildInfo reads.
func (bi *BuildInfo) String() string {
	var b []byte
	if bi.GoVersion != "" {
		b = append(b, "go\t"+bi.GoVersion+"\n"...)
	}
	if bi.Path != "" {
		b = append(b, "path\t"+bi.Path+"\n"...)
	}
	if bi.Main != (Module{}) {
		b = bi.Main.append(b, "mod")
	}
	for _, dep := range bi.Deps {
		b = dep.append(b, "dep")
	}
	for _, s := range bi.Settings {
		key, value := s.Key, s.Value
		if keyNeedsQuotes(key) {
			key = strconv.Quote(key)
		}
		if needsQuotes(value) {
			value = strconv.Quote(value)
		}
		b = append(b, "build\t"+key+"="+value+"\n"...)
	}
	return string(b)
}

// ParseBuildInfo parses the string returned by BuildInfo.String, restoring the original BuildInfo, but for the GoVersion field.
func ParseBuildInfo(data string) (bi *BuildInfo, err error) {
	bi = new(BuildInfo)
	var last *Module // what a replacement belongs to
	number := 0
	for line := range strings.Lines(data) {
		number++
		line, whole := strings.CutSuffix(line, "\n")
		if !whole {
			break
		}
		word, rest, found := strings.Cut(line, "\t")
		if !found {
			continue
		}
		switch word {
		case "path":
			bi.Path = rest
		case "mod":
			last = &bi.Main
			err = last.parse(rest)
		case "dep":
			last = new(Module)
			bi.Deps = append(bi.Deps, last)
			err = last.parse(rest)
		case "=>":
			err = last.parseReplacement(rest)
			last = nil
		case "build":
			var s BuildSetting
			if s, err = parseSetting(rest); err == nil {
				bi.Settings = append(bi.Settings, s)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("could not parse Go build info: line %d: %w", number, err)
		}
	}
	return bi, nil
}

func (m *Module) parse(text string) error {
	columns := strings.Split(text, "\t")
	if len(columns) != 2 && len(columns) != 3 {
		return fmt.Errorf("expected 2 or 3 columns; got %d", len(columns))
	}
	m.Path, m.Version = columns[0], columns[1]
	if len(columns) == 3 {
		m.Sum = columns[2]
	}
	return nil
}

func (m *Module) parseReplacement(text string) error {
	columns := strings.Split(text, "\t")
	if len(columns) != 3 {
		return fmt.Errorf("expected 3 columns for replacement; got %d", len(columns))
	}
	if m == nil {
		return fmt.Errorf("replacement with no module on previous line")
	}
	m.Replace = &Module{Path: columns[0], Version: columns[1], Sum: columns[2]}
	return nil
}

func parseSetting(text string) (s BuildSetting, err error) {
	value := ""
	switch {
	case text == "":
		return s, fmt.Errorf("build line missing '='")
	case text[0] == '=':
		return s, fmt.Errorf("build line with missing key")
	case text[0] == '`' || text[0] == '"':
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			return s, fmt.Errorf("invalid quoted key in build line")
		}
		if len(text) == len(quoted) {
			return s, fmt.Errorf("build line missing '=' after quoted key")
		}
		if c := text[len(quoted)]; c != '=' {
			return s, fmt.Errorf("unexpected character after quoted key: %q", c)
		}
		s.Key, _ = strconv.Unquote(quoted)
		value = text[len(quoted)+1:]
	default:
		var ok bool
		s.Key, value, ok = strings.Cut(text, "=")
		if !ok {
			return s, fmt.Errorf("build line missing '=' after key")
		}
		if keyNeedsQuotes(s.Key) {
			return s, fmt.Errorf("unquoted key %q must be quoted", s.Key)
		}
	}
	switch {
	case value != "" && (value[0] == '`' || value[0] == '"'):
		if s.Value, err = strconv.Unquote(value); err != nil {
			return s, fmt.Errorf("invalid quoted value in build line")
		}
	case needsQuotes(value):
		return s, fmt.Errorf("unquoted value %q must be quoted", value)
	default:
		s.Value = value
	}
	return s, nil
}
