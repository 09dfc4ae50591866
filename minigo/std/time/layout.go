package time

// Layouts for Format and Parse: the reference time Mon Jan 2 15:04:05 MST 2006, shown as wanted.
const (
	Layout      = "01/02 03:04:05PM '06 -0700"
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	UnixDate    = "Mon Jan _2 15:04:05 MST 2006"
	RubyDate    = "Mon Jan 02 15:04:05 -0700 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC822Z     = "02 Jan 06 15:04 -0700"
	RFC850      = "Monday, 02-Jan-06 15:04:05 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC1123Z    = "Mon, 02 Jan 2006 15:04:05 -0700"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	Stamp       = "Jan _2 15:04:05"
	StampMilli  = "Jan _2 15:04:05.000"
	StampMicro  = "Jan _2 15:04:05.000000"
	StampNano   = "Jan _2 15:04:05.000000000"
	DateTime    = "2006-01-02 15:04:05"
	DateOnly    = "2006-01-02"
	TimeOnly    = "15:04:05"
)

// An item is one element of a layout that stands for a part of the time.
type item int

const (
	none item = iota
	longMonth
	shortMonth
	numMonth
	zeroMonth
	longWeekDay
	shortWeekDay
	dayOfMonth
	underDay
	zeroDay
	underYearDay
	zeroYearDay
	hour24
	hour12
	zeroHour12
	minute
	zeroMinute
	second
	zeroSecond
	longYear
	shortYear
	upperPM
	lowerPM
	zoneName
	isoTZ // Z0700; and so on to the last zone
	isoSecondsTZ
	isoShortTZ
	isoColonTZ
	isoColonSecondsTZ
	numTZ // -0700
	numSecondsTZ
	numShortTZ
	numColonTZ
	numColonSecondsTZ
	fraction0 // .000
	fraction9 // .999
)

// chunk is an item with where in the layout it is; for fractions, the number of digits and the separator.
type chunk struct {
	prefix, text, suffix string
	item                 item
	digits               int
	comma                bool
}

type spelling struct {
	text string
	item item
}

// The items by first byte, longest first.
var (
	spellJ      = []spelling{{"January", longMonth}, {"Jan", shortMonth}}
	spellM      = []spelling{{"Monday", longWeekDay}, {"Mon", shortWeekDay}, {"MST", zoneName}}
	spell0      = []spelling{{"002", zeroYearDay}, {"01", zeroMonth}, {"02", zeroDay}, {"03", zeroHour12}, {"04", zeroMinute}, {"05", zeroSecond}, {"06", shortYear}}
	spell1      = []spelling{{"15", hour24}, {"1", numMonth}}
	spell2      = []spelling{{"2006", longYear}, {"2", dayOfMonth}}
	spellUnder  = []spelling{{"_2", underDay}, {"__2", underYearDay}}
	spell3      = []spelling{{"3", hour12}}
	spell4      = []spelling{{"4", minute}}
	spell5      = []spelling{{"5", second}}
	spellP      = []spelling{{"PM", upperPM}}
	spellLowerP = []spelling{{"pm", lowerPM}}
	spellMinus  = []spelling{{"-070000", numSecondsTZ}, {"-07:00:00", numColonSecondsTZ}, {"-0700", numTZ}, {"-07:00", numColonTZ}, {"-07", numShortTZ}}
	spellZ      = []spelling{{"Z070000", isoSecondsTZ}, {"Z07:00:00", isoColonSecondsTZ}, {"Z0700", isoTZ}, {"Z07:00", isoColonTZ}, {"Z07", isoShortTZ}}
)

// spellings returns the items that begin with c.
func spellings(c byte) []spelling {
	switch c {
	case 'J':
		return spellJ
	case 'M':
		return spellM
	case '0':
		return spell0
	case '1':
		return spell1
	case '2':
		return spell2
	case '_':
		return spellUnder
	case '3':
		return spell3
	case '4':
		return spell4
	case '5':
		return spell5
	case 'P':
		return spellP
	case 'p':
		return spellLowerP
	case '-':
		return spellMinus
	case 'Z':
		return spellZ
	}
	return nil
}

func hasPrefix(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }

func isDigit(s string, i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }

// nextChunk finds the first item of the layout; item none: there is none, all is prefix.
func nextChunk(layout string) chunk {
	for i := 0; i < len(layout); i++ {
		c := layout[i]
		if c == '.' || c == ',' {
			if i+1 < len(layout) && (layout[i+1] == '0' || layout[i+1] == '9') {
				j := i + 1
				for j < len(layout) && layout[j] == layout[i+1] {
					j++
				}
				if !isDigit(layout, j) {
					k := chunk{layout[:i], layout[i:j], layout[j:], fraction0, j - (i + 1), c == ','}
					if layout[i+1] == '9' {
						k.item = fraction9
					}
					return k
				}
			}
			continue
		}
		rest := layout[i:]
		for _, s := range spellings(c) {
			if !hasPrefix(rest, s.text) {
				continue
			}
			n := len(s.text)
			switch {
			case (s.item == shortMonth || s.item == shortWeekDay) && n < len(rest) && 'a' <= rest[n] && rest[n] <= 'z':
				continue // "Janet", "Monk" are no names
			case s.item == underDay && hasPrefix(rest, "_2006"):
				return chunk{prefix: layout[:i+1], text: "2006", suffix: layout[i+5:], item: longYear}
			}
			return chunk{prefix: layout[:i], text: s.text, suffix: rest[n:], item: s.item}
		}
	}
	return chunk{prefix: layout}
}

// appendInt appends x with at least width digits.
func appendInt(b []byte, x int, width int) []byte {
	u := uint(x)
	if x < 0 {
		b = append(b, '-')
		u = -u
	}
	var buf [20]byte
	i := fmtInt(buf[:], uint64(u))
	for n := len(buf) - i; n < width; n++ {
		b = append(b, '0')
	}
	return append(b, buf[i:]...)
}

// Format returns t as the layout has it.
func (t Time) Format(layout string) string {
	var buf [64]byte
	return string(t.AppendFormat(buf[:0], layout))
}

// AppendFormat is Format at the end of b.
func (t Time) AppendFormat(b []byte, layout string) []byte {
	f := fields{t: &t}
	f.name, f.offset, _, _, _ = t.loc.get().lookup(t.unixSec())
	days, sec := split(t.unixSec() + int64(f.offset) + unixToInternal)
	f.days, f.sec = days, sec
	f.year, f.month, f.day = civil(days)
	for layout != "" {
		k := nextChunk(layout)
		b = append(b, k.prefix...)
		if k.item == none {
			break
		}
		layout = k.suffix
		b = f.append(b, k)
	}
	return b
}

// fields are the parts of a time that is being formatted.
type fields struct {
	t      *Time
	name   string
	offset int
	days   int64
	sec    int
	year   int
	month  Month
	day    int
}

func (f *fields) append(b []byte, k chunk) []byte {
	hour := f.sec / 3600
	h12 := hour % 12
	if h12 == 0 {
		h12 = 12
	}
	switch k.item {
	case shortYear:
		return appendInt(b, max(f.year, 0)%100, 2)
	case longYear:
		return appendInt(b, f.year, 4)
	case shortMonth:
		return append(b, f.month.String()[:3]...)
	case longMonth:
		return append(b, f.month.String()...)
	case numMonth:
		return appendInt(b, int(f.month), 0)
	case zeroMonth:
		return appendInt(b, int(f.month), 2)
	case shortWeekDay:
		return append(b, weekday(f.days).String()[:3]...)
	case longWeekDay:
		return append(b, weekday(f.days).String()...)
	case dayOfMonth:
		return appendInt(b, f.day, 0)
	case underDay:
		if f.day < 10 {
			b = append(b, ' ')
		}
		return appendInt(b, f.day, 0)
	case zeroDay:
		return appendInt(b, f.day, 2)
	case underYearDay, zeroYearDay:
		yday := int(f.days-daysTo(int64(f.year), 1, 1)) + 1
		if k.item == zeroYearDay {
			return appendInt(b, yday, 3)
		}
		if yday < 100 {
			b = append(b, ' ')
			if yday < 10 {
				b = append(b, ' ')
			}
		}
		return appendInt(b, yday, 0)
	case hour24:
		return appendInt(b, hour, 2)
	case hour12:
		return appendInt(b, h12, 0)
	case zeroHour12:
		return appendInt(b, h12, 2)
	case minute:
		return appendInt(b, f.sec%3600/60, 0)
	case zeroMinute:
		return appendInt(b, f.sec%3600/60, 2)
	case second:
		return appendInt(b, f.sec%60, 0)
	case zeroSecond:
		return appendInt(b, f.sec%60, 2)
	case upperPM, lowerPM:
		half := "AM"
		if hour >= 12 {
			half = "PM"
		}
		if k.item == lowerPM {
			return append(b, half[0]|0x20, 'm')
		}
		return append(b, half...)
	case zoneName:
		if f.name != "" {
			return append(b, f.name...)
		}
		return f.appendZone(b, numTZ)
	case fraction0, fraction9:
		return appendNano(b, int(f.t.nsec()), k)
	}
	return f.appendZone(b, k.item)
}

func (f *fields) appendZone(b []byte, kind item) []byte {
	if f.offset == 0 && kind <= isoColonSecondsTZ {
		return append(b, 'Z')
	}
	zone, abs := f.offset/60, f.offset
	if zone < 0 {
		b = append(b, '-')
		zone, abs = -zone, -abs
	} else {
		b = append(b, '+')
	}
	b = appendInt(b, zone/60, 2)
	colon := kind == isoColonTZ || kind == numColonTZ || kind == isoColonSecondsTZ || kind == numColonSecondsTZ
	if colon {
		b = append(b, ':')
	}
	if kind != numShortTZ && kind != isoShortTZ {
		b = appendInt(b, zone%60, 2)
	}
	if kind == isoSecondsTZ || kind == numSecondsTZ || kind == isoColonSecondsTZ || kind == numColonSecondsTZ {
		if colon {
			b = append(b, ':')
		}
		b = appendInt(b, abs%60, 2)
	}
	return b
}

// appendNano appends a fraction of a second.
func appendNano(b []byte, nsec int, k chunk) []byte {
	trim := k.item == fraction9
	if trim && (k.digits == 0 || nsec == 0) {
		return b
	}
	sep := byte('.')
	if k.comma {
		sep = ','
	}
	b = append(b, sep)
	b = appendInt(b, nsec, 9)
	if k.digits < 9 {
		b = b[:len(b)-9+k.digits]
	}
	if trim {
		for len(b) > 0 && b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
		if len(b) > 0 && b[len(b)-1] == sep {
			b = b[:len(b)-1]
		}
	}
	return b
}

// String formats t as "2006-01-02 15:04:05.999999999 -0700 MST", and a monotonic reading as "m=±seconds".
func (t Time) String() string {
	s := t.Format("2006-01-02 15:04:05.999999999 -0700 MST")
	if t.wall&hasMonotonic != 0 {
		m := uint64(t.ext)
		sign := byte('+')
		if t.ext < 0 {
			sign = '-'
			m = -m
		}
		b := append([]byte(s), " m="...)
		b = append(b, sign)
		b = appendInt(b, int(m/1e9), 0)
		b = append(b, '.')
		b = appendInt(b, int(m%1e9), 9)
		s = string(b)
	}
	return s
}

// GoString formats t as Go source.
func (t Time) GoString() string {
	days, sec := split(t.local())
	year, month, day := civil(days)
	b := append([]byte(nil), "time.Date("...)
	b = appendInt(b, year, 0)
	if January <= month && month <= December {
		b = append(b, ", time."...)
		b = append(b, month.String()...)
	}
	for _, n := range [...]int{day, sec / 3600, sec % 3600 / 60, sec % 60, t.Nanosecond()} {
		b = append(b, ", "...)
		b = appendInt(b, n, 0)
	}
	b = append(b, ", "...)
	switch loc := t.Location(); loc {
	case UTC, nil:
		b = append(b, "time.UTC"...)
	case Local:
		b = append(b, "time.Local"...)
	default:
		b = append(b, "time.Location("...)
		b = append(b, quote(loc.name)...)
		b = append(b, ')')
	}
	return string(append(b, ')'))
}

// appendStrictRFC3339 fails for times that RFC 3339 cannot show.
func (t Time) appendStrictRFC3339(b []byte) ([]byte, error) {
	n0 := len(b)
	b = t.AppendFormat(b, RFC3339Nano)
	num2 := func(b []byte) byte { return 10*(b[0]-'0') + (b[1] - '0') }
	switch {
	case b[n0+len("9999")] != '-':
		return b, errorText("year outside of range [0,9999]")
	case b[len(b)-1] != 'Z':
		c := b[len(b)-len("Z07:00")]
		if '0' <= c && c <= '9' || num2(b[len(b)-len("07:00"):]) >= 24 {
			return b, errorText("timezone hour outside of range [0,23]")
		}
	}
	return b, nil
}
