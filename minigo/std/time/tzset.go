package time

// The TZ rule at the end of a time zone file, as "EST5EDT,M3.2.0,M11.1.0", which holds after the last transition listed.

type ruleKind int

const (
	ruleJulian ruleKind = iota // Jn: 1 to 365, without February 29
	ruleDOY                    // n: 0 to 365
	ruleMWD                    // Mm.w.d
)

type rule struct {
	kind ruleKind
	day  int
	week int
	mon  int
	time int // of the transition, in seconds
}

// tzset finds the zone at sec by the rule s; lastTxSec is the last transition listed.
func tzset(s string, lastTxSec, sec int64) (name string, offset int, start, end int64, isDST, ok bool) {
	stdName, s, ok := tzsetName(s)
	if !ok {
		return
	}
	stdOffset, s, ok := tzsetOffset(s)
	if !ok {
		return
	}
	stdOffset = -stdOffset
	if len(s) == 0 || s[0] == ',' {
		return stdName, stdOffset, lastTxSec, omega, false, true
	}
	dstName, s, ok := tzsetName(s)
	if !ok {
		return
	}
	dstOffset := stdOffset + secondsPerHour
	if len(s) != 0 && s[0] != ',' {
		dstOffset, s, ok = tzsetOffset(s)
		dstOffset = -dstOffset
		if !ok {
			return
		}
	}
	if len(s) == 0 {
		s = ",M3.2.0,M11.1.0"
	}
	if s[0] != ',' && s[0] != ';' {
		return "", 0, 0, 0, false, false
	}
	startRule, s, ok := tzsetRule(s[1:])
	if !ok || len(s) == 0 || s[0] != ',' {
		return "", 0, 0, 0, false, false
	}
	endRule, s, ok := tzsetRule(s[1:])
	if !ok || len(s) > 0 {
		return "", 0, 0, 0, false, false
	}
	days, _ := split(sec + unixToInternal)
	year, _, _ := civil(days)
	first := daysTo(int64(year), 1, 1)
	abs := first*secondsPerDay - unixToInternal
	ysec := sec - abs
	startSec := int64(ruleSeconds(year, startRule, stdOffset))
	endSec := int64(ruleSeconds(year, endRule, dstOffset))
	stdIsDST, dstIsDST := false, true
	if endSec < startSec {
		startSec, endSec = endSec, startSec
		stdName, dstName = dstName, stdName
		stdOffset, dstOffset = dstOffset, stdOffset
		stdIsDST, dstIsDST = dstIsDST, stdIsDST
	}
	// What is just outside of the year is taken from the year's own rules, as is the case in Go.
	switch {
	case ysec < startSec:
		return stdName, stdOffset, abs, startSec + abs, stdIsDST, true
	case ysec >= endSec:
		return stdName, stdOffset, endSec + abs, abs + 365*secondsPerDay, stdIsDST, true
	}
	return dstName, dstOffset, startSec + abs, endSec + abs, dstIsDST, true
}

func tzsetName(s string) (string, string, bool) {
	if len(s) == 0 {
		return "", "", false
	}
	if s[0] == '<' {
		for i := 1; i < len(s); i++ {
			if s[i] == '>' {
				return s[1:i], s[i+1:], true
			}
		}
		return "", "", false
	}
	i := 0
	for i < len(s) && !(s[i] == ',' || s[i] == '-' || s[i] == '+' || '0' <= s[i] && s[i] <= '9') {
		i++
	}
	if i < 3 {
		return "", "", false
	}
	return s[:i], s[i:], true
}

func tzsetOffset(s string) (offset int, rest string, ok bool) {
	if len(s) == 0 {
		return 0, "", false
	}
	neg := false
	if s[0] == '+' || s[0] == '-' {
		neg = s[0] == '-'
		s = s[1:]
	}
	hours, s, ok := tzsetNum(s, 0, 24*7)
	if !ok {
		return 0, "", false
	}
	off := hours * secondsPerHour
	for _, unit := range [...]int{secondsPerMinute, 1} {
		if len(s) == 0 || s[0] != ':' {
			break
		}
		var n int
		n, s, ok = tzsetNum(s[1:], 0, 59)
		if !ok {
			return 0, "", false
		}
		off += n * unit
	}
	if neg {
		off = -off
	}
	return off, s, true
}

func tzsetRule(s string) (r rule, rest string, ok bool) {
	if len(s) == 0 {
		return r, "", false
	}
	switch {
	case s[0] == 'J':
		r.kind = ruleJulian
		r.day, s, ok = tzsetNum(s[1:], 1, 365)
	case s[0] == 'M':
		r.kind = ruleMWD
		r.mon, s, ok = tzsetNum(s[1:], 1, 12)
		if !ok || len(s) == 0 || s[0] != '.' {
			return rule{}, "", false
		}
		r.week, s, ok = tzsetNum(s[1:], 1, 5)
		if !ok || len(s) == 0 || s[0] != '.' {
			return rule{}, "", false
		}
		r.day, s, ok = tzsetNum(s[1:], 0, 6)
	default:
		r.kind = ruleDOY
		r.day, s, ok = tzsetNum(s, 0, 365)
	}
	if !ok {
		return rule{}, "", false
	}
	r.time = 2 * secondsPerHour
	if len(s) > 0 && s[0] == '/' {
		if r.time, s, ok = tzsetOffset(s[1:]); !ok {
			return rule{}, "", false
		}
	}
	return r, s, true
}

func tzsetNum(s string, min, max int) (num int, rest string, ok bool) {
	i := 0
	for ; i < len(s) && '0' <= s[i] && s[i] <= '9'; i++ {
		if num = num*10 + int(s[i]-'0'); num > max {
			return 0, "", false
		}
	}
	if i == 0 || num < min {
		return 0, "", false
	}
	return num, s[i:], true
}

// ruleSeconds is when in the year, in seconds of UTC, the rule applies, if the offset holds before.
func ruleSeconds(year int, r rule, offset int) int {
	s := 0
	switch r.kind {
	case ruleJulian:
		s = (r.day - 1) * secondsPerDay
		if isLeap(year) && r.day >= 60 {
			s += secondsPerDay
		}
	case ruleDOY:
		s = r.day * secondsPerDay
	case ruleMWD:
		first := daysTo(int64(year), int64(r.mon), 1)
		d := r.day - int(weekday(first))
		if d < 0 {
			d += 7
		}
		for i := 1; i < r.week && d+7 < daysIn(Month(r.mon), year); i++ {
			d += 7
		}
		s = (int(first-daysTo(int64(year), 1, 1)) + d) * secondsPerDay
	}
	return s + r.time - offset
}

func daysIn(m Month, year int) int {
	switch {
	case m == February && isLeap(year):
		return 29
	case m == February:
		return 28
	case m == April || m == June || m == September || m == November:
		return 30
	}
	return 31
}
