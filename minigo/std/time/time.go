// Package time measures and displays time.
package time

import _ "unsafe"

// A Time is an instant with nanosecond precision, and a place whose calendar and clock show it.
//
// With the top bit of wall set, wall is 1 bit | 33 bits seconds since 1885 | 30 bits nanoseconds, and ext is a monotonic clock
// reading in nanoseconds since the start of the program. Else wall is nanoseconds only, and ext seconds since year 1.
type Time struct {
	wall uint64
	ext  int64
	loc  *Location // nil: UTC
}

const (
	hasMonotonic = 1 << 63
	maxWall      = wallToInternal + (1<<33 - 1)
	minWall      = wallToInternal
	nsecMask     = 1<<30 - 1
	nsecShift    = 30

	secondsPerMinute = 60
	secondsPerHour   = 3600
	secondsPerDay    = 86400

	unixToInternal int64 = (1969*365 + 1969/4 - 1969/100 + 1969/400) * secondsPerDay
	wallToInternal int64 = (1884*365 + 1884/4 - 1884/100 + 1884/400) * secondsPerDay
)

// A Month is a month of the year; January is 1.
type Month int

const (
	January Month = 1 + iota
	February
	March
	April
	May
	June
	July
	August
	September
	October
	November
	December
)

var longMonths = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

var longDays = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

func (m Month) String() string {
	if January <= m && m <= December {
		return longMonths[m-1]
	}
	return "%!Month(" + itoa(int64(m)) + ")"
}

// A Weekday is a day of the week; Sunday is 0.
type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
)

func (d Weekday) String() string {
	if Sunday <= d && d <= Saturday {
		return longDays[d]
	}
	return "%!Weekday(" + itoa(int64(d)) + ")"
}

func itoa(n int64) string {
	var buf [20]byte
	return string(buf[fmtInt(buf[:], uint64(n)):]) // unsigned, as in Go
}

func (t *Time) nsec() int32 { return int32(t.wall & nsecMask) }

// sec is seconds since year 1.
func (t *Time) sec() int64 {
	if t.wall&hasMonotonic != 0 {
		return wallToInternal + int64(t.wall<<1>>(nsecShift+1))
	}
	return t.ext
}

func (t *Time) unixSec() int64 { return t.sec() - unixToInternal }

// stripMono drops the monotonic reading.
func (t *Time) stripMono() {
	if t.wall&hasMonotonic != 0 {
		t.ext = t.sec()
		t.wall &= nsecMask
	}
}

func (t *Time) addSec(d int64) {
	if t.wall&hasMonotonic != 0 {
		sec := int64(t.wall << 1 >> (nsecShift + 1))
		if s := sec + d; 0 <= s && s <= 1<<33-1 {
			t.wall = t.wall&nsecMask | uint64(s)<<nsecShift | hasMonotonic
			return
		}
		t.stripMono()
	}
	sum := t.ext + d
	if (sum > t.ext) == (d > 0) {
		t.ext = sum
	} else if d > 0 {
		t.ext = 1<<63 - 1
	} else {
		t.ext = -(1<<63 - 1)
	}
}

func (t *Time) setLoc(loc *Location) {
	if loc == &utcLoc {
		loc = nil
	}
	t.stripMono()
	t.loc = loc
}

// IsZero reports whether t is January 1, year 1, 00:00:00 UTC.
func (t Time) IsZero() bool { return t.sec() == 0 && t.nsec() == 0 }

func (t Time) After(u Time) bool {
	if t.wall&u.wall&hasMonotonic != 0 {
		return t.ext > u.ext
	}
	ts, us := t.sec(), u.sec()
	return ts > us || ts == us && t.nsec() > u.nsec()
}

func (t Time) Before(u Time) bool { return u.After(t) }

func (t Time) Compare(u Time) int {
	switch {
	case t.Before(u):
		return -1
	case t.After(u):
		return 1
	}
	return 0
}

func (t Time) Equal(u Time) bool {
	if t.wall&u.wall&hasMonotonic != 0 {
		return t.ext == u.ext
	}
	return t.sec() == u.sec() && t.nsec() == u.nsec()
}

// local is seconds since year 1 as clocks at t's place show it.
func (t *Time) local() int64 {
	s := t.unixSec()
	if t.loc != nil {
		_, offset, _, _, _ := t.loc.get().lookup(s)
		s += int64(offset)
	}
	return s + unixToInternal
}

// days and seconds of day since year 1, floored.
func split(local int64) (days int64, sec int) {
	days = local / secondsPerDay
	s := local % secondsPerDay
	if s < 0 {
		days--
		s += secondsPerDay
	}
	return days, int(s)
}

// civil turns days since January 1 of year 1 into a date. (The year begins in March here: leap days come last.)
func civil(days int64) (year int, month Month, day int) {
	z := days + 306 // since March 1 of year 0
	era := z / 146097
	if z%146097 < 0 {
		era--
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	y := yoe + era*400
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = int(doy-(153*mp+2)/5) + 1
	m := mp + 3
	if m > 12 {
		m -= 12
		y++
	}
	return int(y), Month(m), day
}

// daysTo is the number of days from January 1 of year 1 to the date; month is 1 to 12.
func daysTo(year int64, month int64, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	if year%400 < 0 {
		era--
	}
	yoe := year - era*400
	doy := (153*(month-3)+2)/5 + day - 1
	return era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 306
}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// Date returns year, month and day.
func (t Time) Date() (year int, month Month, day int) {
	days, _ := split(t.local())
	return civil(days)
}

func (t Time) Year() int {
	y, _, _ := t.Date()
	return y
}

func (t Time) Month() Month {
	_, m, _ := t.Date()
	return m
}

func (t Time) Day() int {
	_, _, d := t.Date()
	return d
}

// Weekday returns the day of the week. (January 1 of year 1 was a Monday.)
func (t Time) Weekday() Weekday {
	days, _ := split(t.local())
	return weekday(days)
}

func weekday(days int64) Weekday {
	d := (days + 1) % 7
	if d < 0 {
		d += 7
	}
	return Weekday(d)
}

// ISOWeek returns the year and week of ISO 8601.
func (t Time) ISOWeek() (year, week int) {
	days, _ := split(t.local())
	days += int64(3 - (weekday(days)+6)%7) // Thursday of this week
	y, _, _ := civil(days)
	return y, int(days-daysTo(int64(y), 1, 1))/7 + 1
}

func (t Time) Clock() (hour, min, sec int) {
	_, s := split(t.local())
	return s / 3600, s % 3600 / 60, s % 60
}

func (t Time) Hour() int {
	_, s := split(t.local())
	return s / 3600
}

func (t Time) Minute() int {
	_, s := split(t.local())
	return s % 3600 / 60
}

func (t Time) Second() int {
	_, s := split(t.local())
	return s % 60
}

func (t Time) Nanosecond() int { return int(t.nsec()) }

// YearDay returns the day of the year, from 1.
func (t Time) YearDay() int {
	days, _ := split(t.local())
	y, _, _ := civil(days)
	return int(days-daysTo(int64(y), 1, 1)) + 1
}

// Add returns t+d.
func (t Time) Add(d Duration) Time {
	dsec := int64(d / 1e9)
	nsec := t.nsec() + int32(d%1e9)
	if nsec >= 1e9 {
		dsec++
		nsec -= 1e9
	} else if nsec < 0 {
		dsec--
		nsec += 1e9
	}
	t.wall = t.wall&^nsecMask | uint64(nsec)
	t.addSec(dsec)
	if t.wall&hasMonotonic != 0 {
		te := t.ext + int64(d)
		if d < 0 && te > t.ext || d > 0 && te < t.ext {
			t.stripMono()
		} else {
			t.ext = te
		}
	}
	return t
}

// Sub returns t-u, at most the largest Duration.
func (t Time) Sub(u Time) Duration {
	if t.wall&u.wall&hasMonotonic != 0 {
		d := Duration(t.ext - u.ext)
		if d < 0 && t.ext > u.ext {
			return maxDuration
		}
		if d > 0 && t.ext < u.ext {
			return minDuration
		}
		return d
	}
	d := Duration(t.sec()-u.sec())*Second + Duration(t.nsec()-u.nsec())
	switch {
	case u.Add(d).Equal(t):
		return d
	case t.Before(u):
		return minDuration
	}
	return maxDuration
}

// AddDate returns t with years, months and days added; the date is normalised as by Date.
func (t Time) AddDate(years int, months int, days int) Time {
	year, month, day := t.Date()
	hour, min, sec := t.Clock()
	return Date(year+years, month+Month(months), day+days, hour, min, sec, int(t.nsec()), t.Location())
}

//go:linkname runtimeNano runtime.nanotime
func runtimeNano() int64

//go:linkname walltime runtime.walltime
func walltime() (sec int64, nsec int64)

// startNano is subtracted from monotonic readings; one less than the first, so that none is 0.
var startNano int64 = runtimeNano() - 1

// Now returns the current local time.
func Now() Time {
	sec, nsec := walltime()
	mono := runtimeNano() - startNano
	sec += unixToInternal - minWall
	if uint64(sec)>>33 != 0 {
		return Time{uint64(nsec), sec + minWall, Local}
	}
	return Time{hasMonotonic | uint64(sec)<<nsecShift | uint64(nsec), mono, Local}
}

// Since returns the time that has passed since t.
func Since(t Time) Duration {
	if t.wall&hasMonotonic != 0 {
		return subMono(runtimeNano()-startNano, t.ext)
	}
	return Now().Sub(t)
}

// Until returns the time until t.
func Until(t Time) Duration {
	if t.wall&hasMonotonic != 0 {
		return subMono(t.ext, runtimeNano()-startNano)
	}
	return t.Sub(Now())
}

func subMono(t, u int64) Duration {
	d := Duration(t - u)
	if d < 0 && t > u {
		return maxDuration
	}
	if d > 0 && t < u {
		return minDuration
	}
	return d
}

// UTC returns t at UTC.
func (t Time) UTC() Time {
	t.setLoc(&utcLoc)
	return t
}

// Local returns t at the local place.
func (t Time) Local() Time {
	t.setLoc(Local)
	return t
}

// In returns t at loc.
func (t Time) In(loc *Location) Time {
	if loc == nil {
		panic("time: missing Location in call to Time.In")
	}
	t.setLoc(loc)
	return t
}

// Location returns t's place.
func (t Time) Location() *Location {
	if t.loc == nil {
		return UTC
	}
	return t.loc
}

// Zone returns the abbreviated name and offset in seconds east of UTC of the zone in effect at t.
func (t Time) Zone() (name string, offset int) {
	name, offset, _, _, _ = t.loc.get().lookup(t.unixSec())
	return name, offset
}

// ZoneBounds returns when the zone in effect at t begins and ends.
func (t Time) ZoneBounds() (start, end Time) {
	_, _, startSec, endSec, _ := t.loc.get().lookup(t.unixSec())
	if startSec != alpha {
		start = unixTime(startSec, 0)
		start.setLoc(t.loc)
	}
	if endSec != omega {
		end = unixTime(endSec, 0)
		end.setLoc(t.loc)
	}
	return start, end
}

// IsDST reports whether daylight saving time is in effect at t.
func (t Time) IsDST() bool {
	_, _, _, _, isDST := t.loc.get().lookup(t.unixSec())
	return isDST
}

func (t Time) Unix() int64      { return t.unixSec() }
func (t Time) UnixMilli() int64 { return t.unixSec()*1e3 + int64(t.nsec())/1e6 }
func (t Time) UnixMicro() int64 { return t.unixSec()*1e6 + int64(t.nsec())/1e3 }
func (t Time) UnixNano() int64  { return t.unixSec()*1e9 + int64(t.nsec()) }

func unixTime(sec int64, nsec int32) Time { return Time{uint64(nsec), sec + unixToInternal, Local} }

// Unix returns the local Time of seconds and nanoseconds since 1970.
func Unix(sec int64, nsec int64) Time {
	if nsec < 0 || nsec >= 1e9 {
		n := nsec / 1e9
		sec += n
		nsec -= n * 1e9
		if nsec < 0 {
			nsec += 1e9
			sec--
		}
	}
	return unixTime(sec, int32(nsec))
}

func UnixMilli(msec int64) Time { return Unix(msec/1e3, msec%1e3*1e6) }
func UnixMicro(usec int64) Time { return Unix(usec/1e6, usec%1e6*1e3) }

// norm makes 0 <= lo < base, keeping hi*base+lo.
func norm(hi, lo, base int) (nhi, nlo int) {
	if lo < 0 {
		n := (-lo-1)/base + 1
		hi -= n
		lo += n * base
	}
	if lo >= base {
		n := lo / base
		hi += n
		lo -= n * base
	}
	return hi, lo
}

// Date returns the Time of a date and clock at loc; values out of range are normalised.
func Date(year int, month Month, day, hour, min, sec, nsec int, loc *Location) Time {
	if loc == nil {
		panic("time: missing Location in call to Date")
	}
	m := int(month) - 1
	year, m = norm(year, m, 12)
	sec, nsec = norm(sec, nsec, 1e9)
	min, sec = norm(min, sec, 60)
	hour, min = norm(hour, min, 60)
	day, hour = norm(day, hour, 24)
	unix := (daysTo(int64(year), int64(m)+1, 1)+int64(day-1))*secondsPerDay + int64(hour*secondsPerHour+min*secondsPerMinute+sec) - unixToInternal
	if loc != &utcLoc {
		_, offset, start, end, _ := loc.get().lookup(unix)
		if offset != 0 {
			utc := unix - int64(offset)
			// The zone was looked up as if the clock were UTC's; try again where that is another zone.
			if utc < start || utc >= end {
				_, offset, _, _, _ = loc.get().lookup(utc)
			}
			unix -= int64(offset)
		}
	}
	t := unixTime(unix, int32(nsec))
	t.setLoc(loc)
	return t
}

// Truncate rounds t down to a multiple of d since the zero time.
func (t Time) Truncate(d Duration) Time {
	t.stripMono()
	if d <= 0 {
		return t
	}
	return t.Add(-rem(t, d))
}

// Round rounds t to the nearest multiple of d since the zero time, halves up.
func (t Time) Round(d Duration) Time {
	t.stripMono()
	if d <= 0 {
		return t
	}
	r := rem(t, d)
	if r+r < r || r+r >= d { // the sum may overflow
		return t.Add(d - r)
	}
	return t.Add(-r)
}

// rem is t modulo d, not negative.
func rem(t Time, d Duration) Duration {
	sec, nsec := t.sec(), int64(t.nsec())
	neg := sec < 0
	if neg {
		sec = -sec
		nsec = -nsec
		if nsec < 0 {
			nsec += 1e9
			sec--
		}
	}
	if !neg && d%Second == 0 {
		return Duration(sec%int64(d/Second))*Second + Duration(nsec)
	}
	if !neg && Second%d == 0 {
		return Duration(nsec) % d
	}
	// (sec*1e9 + nsec) mod d, with a 128-bit product, bit by bit over sec.
	m := uint64(d)
	r := uint64(0)
	base := uint64(1e9) % m
	for i := 62; i >= 0; i-- {
		r = addMod(r, r, m)
		if uint64(sec)>>uint(i)&1 != 0 {
			r = addMod(r, base, m)
		}
	}
	r = addMod(r, uint64(nsec)%m, m)
	if neg && r != 0 {
		r = m - r
	}
	return Duration(r)
}

func addMod(a, b, m uint64) uint64 { return (a + b) % m } // a, b < m < 2**63

// The encodings of Time.

func (t Time) appendTo(b []byte, errPrefix string) ([]byte, error) {
	b, err := t.appendStrictRFC3339(b)
	if err != nil {
		return nil, errorText(errPrefix + err.Error())
	}
	return b, nil
}

func (t Time) AppendText(b []byte) ([]byte, error) { return t.appendTo(b, "Time.AppendText: ") }
func (t Time) MarshalText() ([]byte, error)        { return t.appendTo(nil, "Time.MarshalText: ") }

func (t *Time) UnmarshalText(data []byte) error {
	var err error
	*t, err = parseStrictRFC3339(string(data))
	return err
}

func (t Time) MarshalJSON() ([]byte, error) {
	b, err := t.appendTo([]byte{'"'}, "Time.MarshalJSON: ")
	if err != nil {
		return nil, err
	}
	return append(b, '"'), nil
}

func (t *Time) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return errorText("Time.UnmarshalJSON: input is not a JSON string")
	}
	var err error
	*t, err = parseStrictRFC3339(string(data[1 : len(data)-1]))
	return err
}

const (
	binaryV1 = 1
	binaryV2 = 2 // with seconds in the zone's offset
)

func (t Time) AppendBinary(b []byte) ([]byte, error) {
	var offsetMin int16
	var offsetSec int8
	version := byte(binaryV1)
	if t.Location() == UTC {
		offsetMin = -1
	} else {
		_, offset := t.Zone()
		if offset%60 != 0 {
			version = binaryV2
			offsetSec = int8(offset % 60)
		}
		offset /= 60
		if offset < -32768 || offset == -1 || offset > 32767 {
			return b, errorText("Time.MarshalBinary: unexpected zone offset")
		}
		offsetMin = int16(offset)
	}
	sec, nsec := t.sec(), t.nsec()
	b = append(b, version)
	for i := 56; i >= 0; i -= 8 {
		b = append(b, byte(sec>>uint(i)))
	}
	for i := 24; i >= 0; i -= 8 {
		b = append(b, byte(nsec>>uint(i)))
	}
	b = append(b, byte(offsetMin>>8), byte(offsetMin))
	if version == binaryV2 {
		b = append(b, byte(offsetSec))
	}
	return b, nil
}

func (t Time) MarshalBinary() ([]byte, error) {
	b, err := t.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	return b, nil
}

func (t *Time) UnmarshalBinary(data []byte) error {
	if len(data) == 0 {
		return errorText("Time.UnmarshalBinary: no data")
	}
	version := data[0]
	if version != binaryV1 && version != binaryV2 {
		return errorText("Time.UnmarshalBinary: unsupported version")
	}
	want := 15
	if version == binaryV2 {
		want++
	}
	if len(data) != want {
		return errorText("Time.UnmarshalBinary: invalid length")
	}
	var sec int64
	for _, c := range data[1:9] {
		sec = sec<<8 | int64(c)
	}
	var nsec int32
	for _, c := range data[9:13] {
		nsec = nsec<<8 | int32(c)
	}
	offset := int(int16(data[14])|int16(data[13])<<8) * 60
	if version == binaryV2 {
		offset += int(int8(data[15]))
	}
	*t = Time{wall: uint64(nsec), ext: sec}
	if offset == -1*60 {
		t.setLoc(&utcLoc)
	} else if _, local, _, _, _ := Local.get().lookup(t.unixSec()); offset == local {
		t.setLoc(Local)
	} else {
		t.setLoc(FixedZone("", offset))
	}
	return nil
}

func (t Time) GobEncode() ([]byte, error)   { return t.MarshalBinary() }
func (t *Time) GobDecode(data []byte) error { return t.UnmarshalBinary(data) }
