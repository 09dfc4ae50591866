// Timefmt does calendar arithmetic: formats, parsing, durations, weekdays, leap years, time zones by offset, and a calendar of a month.
package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

func calendar(year int, month time.Month) string {
	var b strings.Builder
	title := fmt.Sprintf("%v %d", month, year)
	fmt.Fprintf(&b, "%*s\n", 10+len(title)/2, title)
	b.WriteString("Mo Tu We Th Fr Sa Su\n")
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	b.WriteString(strings.Repeat("   ", (int(first.Weekday())+6)%7))
	for d := first; d.Month() == month; d = d.AddDate(0, 0, 1) {
		fmt.Fprintf(&b, "%2d", d.Day())
		if d.Weekday() == time.Sunday {
			b.WriteByte('\n')
		} else {
			b.WriteByte(' ')
		}
	}
	return strings.TrimRight(b.String(), " \n")
}

func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func main() {
	t := time.Date(2026, time.February, 3, 4, 5, 6, 789012345, time.UTC)
	for _, layout := range []string{time.ANSIC, time.UnixDate, time.RFC822, time.RFC850, time.RFC1123Z, time.RFC3339, time.RFC3339Nano, time.Kitchen,
		time.StampMicro, time.DateTime, "Monday, 2 January 2006", "06-1-2 3:4:5pm", "15h04m05.000s", "2006-002", "Jan _2", ".00 .999"} {
		fmt.Println(t.Format(layout))
	}
	fmt.Println(t, t.Unix(), t.UnixMilli(), t.YearDay(), t.Weekday())
	year, week := t.ISOWeek()
	fmt.Println(year, week)

	zone := time.FixedZone("CET", 3600)
	local := t.In(zone)
	fmt.Println(local, local.Equal(t), local == t, local.Location(), local.UTC() == t)
	name, offset := local.Zone()
	fmt.Println(name, offset)

	for _, c := range [][2]string{{time.RFC3339, "2024-02-29T23:59:60Z"}, {time.RFC3339, "2024-02-29T12:30:45.678+05:30"}, {time.DateOnly, "2023-02-29"},
		{"2 Jan 2006 15:04", "7 Aug 1999 08:09"}, {"2006-01-02", "not a date"}, {time.Kitchen, "3:04AM"}, {time.RFC1123, "Mon, 02 Jan 2006 15:04:05 GMT"}} {
		p, err := time.Parse(c[0], c[1])
		if err != nil {
			fmt.Println("error:", err)
			continue
		}
		fmt.Println(p.UTC(), p.Nanosecond())
	}

	for _, s := range []string{"1h15m30.918s", "-1.5h", "300ms", "2us", "1d", "", "0", "9223372036854775807ns", "1h1"} {
		d, err := time.ParseDuration(s)
		fmt.Println(d, err)
	}
	d := 90*time.Minute + 30*time.Second + 15*time.Millisecond
	fmt.Println(d, d.Hours(), d.Minutes(), d.Truncate(time.Minute), d.Round(time.Hour), d.Milliseconds(), time.Duration(0), time.Duration(-1))

	a := time.Date(2023, 12, 31, 23, 0, 0, 0, time.UTC)
	for _, step := range [][3]int{{0, 2, 0}, {1, 2, 0}, {0, 0, 1}, {0, -10, 0}} {
		fmt.Println(a.AddDate(step[0], step[1], step[2]).Format(time.DateOnly))
	}
	b := a.Add(36 * time.Hour)
	fmt.Println(b.Sub(a), a.Before(b), a.After(b), a.Compare(b), b.Truncate(24*time.Hour).Format(time.DateTime))
	fmt.Println(time.Date(2024, 14, 35, 25, 61, 61, 0, time.UTC))
	for _, y := range []int{1900, 2000, 2023, 2024} {
		fmt.Println(y, time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC).YearDay(), easter(y).Format("2 January"))
	}
	fmt.Println(calendar(2024, time.February))
	var zero time.Time
	fmt.Println(zero, zero.IsZero(), zero.Unix(), time.Unix(0, 0).UTC(), time.UnixMilli(-1).UTC())
	fmt.Println(time.Month(13), time.Weekday(9), time.March.String()[:3])
	for _, text := range []string{`"2020-01-02T03:04:05Z"`} {
		var u time.Time
		err := u.UnmarshalJSON([]byte(text))
		out, _ := u.MarshalJSON()
		fmt.Println(string(out) == text, err)
	}
	start := time.Now()
	time.Sleep(2 * time.Millisecond)
	if e := time.Since(start); e < 2*time.Millisecond {
		fmt.Println("woke too early:", e)
		os.Exit(1)
	}
	fmt.Println(start.Before(time.Now()), time.Until(start) < 0)
}
