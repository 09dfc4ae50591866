package time

import "errors"

// ParseError is a problem in a text that was to be parsed as a time.
type ParseError struct {
	Layout     string
	Value      string
	LayoutElem string
	ValueElem  string
	Message    string
}

func (e *ParseError) Error() string {
	if e.Message == "" {
		return "parsing time " + quote(e.Value) + " as " + quote(e.Layout) + ": cannot parse " + quote(e.ValueElem) + " as " + quote(e.LayoutElem)
	}
	return "parsing time " + quote(e.Value) + e.Message
}

var errBadValue = errors.New("bad value for field")

// Parse parses a text that looks as the layout has it; without zone, the time is UTC's.
func Parse(layout, value string) (Time, error) { return parse(layout, value, UTC, Local) }

// ParseInLocation is Parse with loc in place of UTC and of the local place.
func ParseInLocation(layout, value string, loc *Location) (Time, error) {
	return parse(layout, value, loc, loc)
}

// parser holds what was found; fields below 0 were not.
type parser struct {
	value  string
	year   int
	month  int
	day    int
	yday   int
	hour   int
	min    int
	sec    int
	nsec   int
	pm, am bool
	zone   *Location
	offset int
	name   string

	outOfRange string // what is
}

func atoi(s string) (x int, err error) {
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg = s[0] == '-'
		s = s[1:]
	}
	x, rest, ok := leadingInt(s)
	if !ok || rest != "" || s == "" {
		return 0, errBadValue
	}
	if neg {
		x = -x
	}
	return x, nil
}

func leadingInt(s string) (x int, rest string, ok bool) {
	i := 0
	for ; i < len(s) && '0' <= s[i] && s[i] <= '9'; i++ {
		if x > 1<<62/10 {
			return 0, s, false
		}
		x = x*10 + int(s[i]-'0')
	}
	return x, s[i:], true
}

// number reads one or two digits; fixed: two.
func (p *parser) number(fixed bool) (int, error) {
	s := p.value
	if !isDigit(s, 0) {
		return 0, errBadValue
	}
	if !isDigit(s, 1) {
		if fixed {
			return 0, errBadValue
		}
		p.value = s[1:]
		return int(s[0] - '0'), nil
	}
	p.value = s[2:]
	return int(s[0]-'0')*10 + int(s[1]-'0'), nil
}

// number3 reads up to three digits; fixed: three.
func (p *parser) number3(fixed bool) (int, error) {
	n, i := 0, 0
	for ; i < 3 && isDigit(p.value, i); i++ {
		n = n*10 + int(p.value[i]-'0')
	}
	if i == 0 || fixed && i != 3 {
		return 0, errBadValue
	}
	p.value = p.value[i:]
	return n, nil
}

func cutSpace(s string) string {
	for len(s) > 0 && s[0] == ' ' {
		s = s[1:]
	}
	return s
}

// skip removes prefix from the value; a run of spaces matches any, or none.
func (p *parser) skip(prefix string) error {
	for len(prefix) > 0 {
		if prefix[0] == ' ' {
			if len(p.value) > 0 && p.value[0] != ' ' {
				return errBadValue
			}
			prefix, p.value = cutSpace(prefix), cutSpace(p.value)
			continue
		}
		if len(p.value) == 0 || p.value[0] != prefix[0] {
			return errBadValue
		}
		prefix, p.value = prefix[1:], p.value[1:]
	}
	return nil
}

// lookup finds a name, in any case, of which the first n bytes count (0: all).
func (p *parser) lookup(names []string, n int) (int, error) {
	for i, name := range names {
		if n > 0 {
			name = name[:n]
		}
		if len(p.value) < len(name) {
			continue
		}
		same := true
		for j := 0; j < len(name) && same; j++ {
			a, b := name[j]|0x20, p.value[j]|0x20
			same = a == b && (name[j] == p.value[j] || 'a' <= a && a <= 'z')
		}
		if same {
			p.value = p.value[len(name):]
			return i, nil
		}
	}
	return -1, errBadValue
}

// take removes n bytes.
func (p *parser) take(n int) (string, error) {
	if len(p.value) < n {
		return "", errBadValue
	}
	s := p.value[:n]
	p.value = p.value[n:]
	return s, nil
}

func isSeparator(c byte) bool { return c == '.' || c == ',' }

// fraction reads a fraction of n bytes, separator included.
func (p *parser) fraction(n int) (err error) {
	s, err := p.take(n)
	if err != nil || !isSeparator(s[0]) {
		return errBadValue
	}
	if n > 10 {
		s = s[:10]
	}
	ns, err := atoi(s[1:])
	if err != nil {
		return err
	}
	if ns < 0 {
		p.outOfRange = "fractional second"
		return nil
	}
	for i := len(s); i < 10; i++ {
		ns *= 10
	}
	p.nsec = ns
	return nil
}

func (p *parser) ranged(n int, err error, lo, hi int, what string) (int, error) {
	if err == nil && (n < lo || n > hi) {
		p.outOfRange = what
	}
	return n, err
}

// item parses what stands for k; layout is what follows it.
func (p *parser) item(k chunk, layout string) (err error) {
	switch k.item {
	case shortYear:
		s, err := p.take(2)
		if err != nil {
			return err
		}
		if p.year, err = atoi(s); err != nil {
			return err
		}
		if p.year >= 69 {
			p.year += 1900
		} else {
			p.year += 2000
		}
	case longYear:
		if len(p.value) < 4 || !isDigit(p.value, 0) {
			return errBadValue
		}
		s, _ := p.take(4)
		p.year, err = atoi(s)
	case shortMonth, longMonth:
		n := 0
		if k.item == shortMonth {
			n = 3
		}
		p.month, err = p.lookup(longMonths[:], n)
		p.month++
	case numMonth, zeroMonth:
		p.month, err = p.number(k.item == zeroMonth)
		p.month, err = p.ranged(p.month, err, 1, 12, "month")
	case shortWeekDay:
		_, err = p.lookup(longDays[:], 3)
	case longWeekDay:
		_, err = p.lookup(longDays[:], 0)
	case dayOfMonth, underDay, zeroDay:
		if k.item == underDay && len(p.value) > 0 && p.value[0] == ' ' {
			p.value = p.value[1:]
		}
		p.day, err = p.number(k.item == zeroDay)
	case underYearDay, zeroYearDay:
		for i := 0; i < 2; i++ {
			if k.item == underYearDay && len(p.value) > 0 && p.value[0] == ' ' {
				p.value = p.value[1:]
			}
		}
		p.yday, err = p.number3(k.item == zeroYearDay)
	case hour24:
		p.hour, err = p.number(false)
		p.hour, err = p.ranged(p.hour, err, 0, 23, "hour")
	case hour12, zeroHour12:
		p.hour, err = p.number(k.item == zeroHour12)
		p.hour, err = p.ranged(p.hour, err, 0, 12, "hour")
	case minute, zeroMinute:
		p.min, err = p.number(k.item == zeroMinute)
		p.min, err = p.ranged(p.min, err, 0, 59, "minute")
	case second, zeroSecond:
		return p.second(k, layout)
	case upperPM, lowerPM:
		s, err := p.take(2)
		if err != nil {
			return err
		}
		switch {
		case k.item == upperPM && s == "PM" || k.item == lowerPM && s == "pm":
			p.pm = true
		case k.item == upperPM && s == "AM" || k.item == lowerPM && s == "am":
			p.am = true
		default:
			return errBadValue
		}
	case zoneName:
		if hasPrefix(p.value, "UTC") {
			p.zone = UTC
			p.value = p.value[3:]
			break
		}
		n, ok := zoneLength(p.value)
		if !ok {
			return errBadValue
		}
		p.name, _ = p.take(n)
	case fraction0:
		return p.fraction(1 + k.digits)
	case fraction9:
		if len(p.value) < 2 || !isSeparator(p.value[0]) || !isDigit(p.value, 1) {
			break // no fraction is fine
		}
		n := 1
		for isDigit(p.value, n) {
			n++
		}
		return p.fraction(n)
	default:
		return p.zoneOffset(k.item)
	}
	return err
}

func (p *parser) second(k chunk, layout string) (err error) {
	p.sec, err = p.number(k.item == zeroSecond)
	p.sec, err = p.ranged(p.sec, err, 0, 59, "second")
	if err != nil || p.outOfRange != "" {
		return err
	}
	// A fraction is accepted also where the layout has none.
	if len(p.value) >= 2 && isSeparator(p.value[0]) && isDigit(p.value, 1) {
		if next := nextChunk(layout).item; next == fraction0 || next == fraction9 {
			return nil
		}
		n := 2
		for isDigit(p.value, n) {
			n++
		}
		return p.fraction(n)
	}
	return nil
}

func (p *parser) zoneOffset(kind item) error {
	if kind <= isoColonSecondsTZ && hasPrefix(p.value, "Z") {
		p.value = p.value[1:]
		p.zone = UTC
		return nil
	}
	form := "-hhmm"
	switch kind {
	case isoColonTZ, numColonTZ:
		form = "-hh:mm"
	case isoShortTZ, numShortTZ:
		form = "-hh"
	case isoColonSecondsTZ, numColonSecondsTZ:
		form = "-hh:mm:ss"
	case isoSecondsTZ, numSecondsTZ:
		form = "-hhmmss"
	}
	s, err := p.take(len(form))
	if err != nil {
		return err
	}
	var hms [3]int
	at := 0
	for i := 1; i < len(form); {
		if form[i] == ':' {
			if s[i] != ':' {
				return errBadValue
			}
			i++
			continue
		}
		if !isDigit(s, i) || !isDigit(s, i+1) {
			return errBadValue
		}
		hms[at] = int(s[i]-'0')*10 + int(s[i+1]-'0')
		at++
		i += 2
	}
	switch {
	case hms[0] > 24:
		p.outOfRange = "time zone offset hour"
	case hms[1] > 60:
		p.outOfRange = "time zone offset minute"
	case hms[2] > 60:
		p.outOfRange = "time zone offset second"
	}
	p.offset = (hms[0]*60+hms[1])*60 + hms[2]
	switch s[0] {
	case '+':
	case '-':
		p.offset = -p.offset
	default:
		return errBadValue
	}
	return nil
}

// zoneLength is the length of the zone abbreviation at the beginning of value.
func zoneLength(value string) (length int, ok bool) {
	if len(value) < 3 {
		return 0, false
	}
	if len(value) >= 4 && (value[:4] == "ChST" || value[:4] == "MeST") {
		return 4, true
	}
	if value[:3] == "GMT" {
		if len(value) == 3 {
			return 3, true
		}
		return 3 + signedOffset(value[3:]), true
	}
	if value[0] == '+' || value[0] == '-' {
		n := signedOffset(value)
		return n, n > 0
	}
	n := 0
	for n < 6 && n < len(value) && 'A' <= value[n] && value[n] <= 'Z' {
		n++
	}
	switch n {
	case 5:
		if value[4] == 'T' {
			return 5, true
		}
	case 4:
		if value[3] == 'T' || value[:4] == "WITA" {
			return 4, true
		}
	case 3:
		return 3, true
	}
	return 0, false
}

// signedOffset is the length of a number from -23 to 23 with a sign.
func signedOffset(value string) int {
	if value[0] != '-' && value[0] != '+' {
		return 0
	}
	x, rest, ok := leadingInt(value[1:])
	if !ok || value[1:] == rest || x > 23 {
		return 0
	}
	return len(value) - len(rest)
}

func parse(layout, value string, defaultLocation, local *Location) (Time, error) {
	all := layout
	p := parser{value: value, month: -1, day: -1, yday: -1, offset: -1}
	fail := func(layoutElem, valueElem, message string) (Time, error) {
		return Time{}, &ParseError{all, value, layoutElem, valueElem, message}
	}
	for {
		k := nextChunk(layout)
		if err := p.skip(k.prefix); err != nil {
			return fail(k.prefix, p.value, "")
		}
		if k.item == none {
			if len(p.value) != 0 {
				return fail("", p.value, ": extra text: "+quote(p.value))
			}
			break
		}
		layout = k.suffix
		hold := p.value
		err := p.item(k, layout)
		if p.outOfRange != "" {
			return fail(k.text, p.value, ": "+p.outOfRange+" out of range")
		}
		if err != nil {
			return fail(k.text, hold, "")
		}
	}
	if p.pm && p.hour < 12 {
		p.hour += 12
	} else if p.am && p.hour == 12 {
		p.hour = 0
	}
	if message := p.date(); message != "" {
		return fail("", value, message)
	}
	return p.time(defaultLocation, local), nil
}

// date completes month and day, from the day of the year if there is one, and checks them.
func (p *parser) date() (message string) {
	if p.yday >= 0 {
		length := 365
		if isLeap(p.year) {
			length = 366
		}
		if p.yday < 1 || p.yday > length {
			return ": day-of-year out of range"
		}
		_, m, d := civil(daysTo(int64(p.year), 1, 1) + int64(p.yday-1))
		if p.month >= 0 && p.month != int(m) {
			return ": day-of-year does not match month"
		}
		p.month = int(m)
		if p.day >= 0 && p.day != d {
			return ": day-of-year does not match day"
		}
		p.day = d
	}
	if p.month < 0 {
		p.month = 1
	}
	if p.day < 0 {
		p.day = 1
	}
	if p.day < 1 || p.day > daysIn(Month(p.month), p.year) {
		return ": day out of range"
	}
	return ""
}

func (p *parser) time(defaultLocation, local *Location) Time {
	at := func(loc *Location) Time {
		return Date(p.year, Month(p.month), p.day, p.hour, p.min, p.sec, p.nsec, loc)
	}
	switch {
	case p.zone != nil:
		return at(p.zone)
	case p.offset != -1:
		t := at(UTC)
		t.addSec(-int64(p.offset))
		// If the place has that offset then, it is the local time.
		name, offset, _, _, _ := local.lookup(t.unixSec())
		if offset == p.offset && (p.name == "" || name == p.name) {
			t.setLoc(local)
			return t
		}
		t.setLoc(FixedZone(p.name, p.offset))
		return t
	case p.name != "":
		t := at(UTC)
		offset, ok := local.lookupName(p.name, t.unixSec())
		if ok {
			t.addSec(-int64(offset))
			t.setLoc(local)
			return t
		}
		if len(p.name) > 3 && p.name[:3] == "GMT" {
			offset, _ = atoi(p.name[3:])
			offset *= 3600
		}
		t.setLoc(FixedZone(p.name, offset))
		return t
	}
	return at(defaultLocation)
}

// parseStrictRFC3339 parses what RFC 3339 allows, which is less than Parse accepts.
func parseStrictRFC3339(b string) (Time, error) {
	t, err := Parse(RFC3339, b)
	if err != nil {
		return Time{}, err
	}
	num2 := func(s string) byte { return 10*(s[0]-'0') + (s[1] - '0') }
	switch {
	case b[len("2006-01-02T")+1] == ':':
		return Time{}, &ParseError{RFC3339, b, "15", b[len("2006-01-02T"):][:1], ""}
	case b[len("2006-01-02T15:04:05")] == ',':
		return Time{}, &ParseError{RFC3339, b, ".", ",", ""}
	case b[len(b)-1] != 'Z':
		switch {
		case num2(b[len(b)-len("07:00"):]) >= 24:
			return Time{}, &ParseError{RFC3339, b, "Z07:00", b[len(b)-len("Z07:00"):], ": timezone hour out of range"}
		case num2(b[len(b)-len("00"):]) >= 60:
			return Time{}, &ParseError{RFC3339, b, "Z07:00", b[len(b)-len("Z07:00"):], ": timezone minute out of range"}
		}
	}
	return t, nil
}
