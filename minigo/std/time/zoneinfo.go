package time

import (
	"errors"
	"sync"
	"syscall"
)

// A Location maps instants to the zone in use at a place then.
type Location struct {
	name   string
	zone   []zone
	tx     []zoneTrans
	extend string // rule, in the TZ form of POSIX, for after the last transition

	// The zone of the time of loading, for that is what is mostly asked for.
	cacheStart int64
	cacheEnd   int64
	cacheZone  *zone
}

type zone struct {
	name   string
	offset int
	isDST  bool
}

type zoneTrans struct {
	when  int64
	index uint8
}

const (
	alpha = -1 << 63
	omega = 1<<63 - 1
)

// UTC is Universal Coordinated Time.
var UTC *Location = &utcLoc

var utcLoc = Location{name: "UTC"}

// Local is the system's time zone: $TZ, or /etc/localtime.
var Local *Location = &localLoc

var (
	localLoc  Location
	localOnce sync.Once
)

func (l *Location) get() *Location {
	if l == nil {
		return &utcLoc
	}
	if l == &localLoc {
		localOnce.Do(initLocal)
	}
	return l
}

// String returns the place's name, as given to LoadLocation or FixedZone.
func (l *Location) String() string { return l.get().name }

var unnamedFixedZones struct {
	sync.Mutex
	m map[int]*Location
}

// FixedZone returns a Location that always has the name and offset.
func FixedZone(name string, offset int) *Location {
	const hoursBeforeAfter = 12
	if name == "" && offset%3600 == 0 && -hoursBeforeAfter <= offset/3600 && offset/3600 <= 14 {
		u := &unnamedFixedZones
		u.Lock()
		defer u.Unlock()
		if u.m == nil {
			u.m = map[int]*Location{}
		}
		if u.m[offset] == nil {
			u.m[offset] = fixedZone(name, offset)
		}
		return u.m[offset]
	}
	return fixedZone(name, offset)
}

func fixedZone(name string, offset int) *Location {
	l := &Location{name: name, zone: []zone{{name, offset, false}}, tx: []zoneTrans{{alpha, 0}}, cacheStart: alpha, cacheEnd: omega}
	l.cacheZone = &l.zone[0]
	return l
}

// lookup returns the zone in effect at sec (since 1970), and from when to when it is.
func (l *Location) lookup(sec int64) (name string, offset int, start, end int64, isDST bool) {
	l = l.get()
	if len(l.zone) == 0 {
		return "UTC", 0, alpha, omega, false
	}
	if z := l.cacheZone; z != nil && l.cacheStart <= sec && sec < l.cacheEnd {
		return z.name, z.offset, l.cacheStart, l.cacheEnd, z.isDST
	}
	if len(l.tx) == 0 || sec < l.tx[0].when {
		z := &l.zone[l.firstZone()]
		end = omega
		if len(l.tx) > 0 {
			end = l.tx[0].when
		}
		return z.name, z.offset, alpha, end, z.isDST
	}
	end = omega
	lo, hi := 0, len(l.tx)
	for hi-lo > 1 {
		m := int(uint(lo+hi) >> 1)
		if lim := l.tx[m].when; sec < lim {
			end, hi = lim, m
		} else {
			lo = m
		}
	}
	z := &l.zone[l.tx[lo].index]
	name, offset, start, isDST = z.name, z.offset, l.tx[lo].when, z.isDST
	if lo == len(l.tx)-1 && l.extend != "" {
		if n, o, s, e, d, ok := tzset(l.extend, start, sec); ok {
			return n, o, s, e, d
		}
	}
	return name, offset, start, end, isDST
}

// firstZone is the zone before the first transition: the first that is not DST, as the standard has it.
func (l *Location) firstZone() int {
	used := false
	for _, tx := range l.tx {
		used = used || tx.index == 0
	}
	if !used {
		return 0
	}
	if len(l.tx) > 0 && l.zone[l.tx[0].index].isDST {
		for i := int(l.tx[0].index) - 1; i >= 0; i-- {
			if !l.zone[i].isDST {
				return i
			}
		}
	}
	for i := range l.zone {
		if !l.zone[i].isDST {
			return i
		}
	}
	return 0
}

// lookupName returns the offset of the zone with the abbreviation, preferring one in effect at unix (which is local time).
func (l *Location) lookupName(name string, unix int64) (offset int, ok bool) {
	l = l.get()
	for i := range l.zone {
		if z := &l.zone[i]; z.name == name {
			if n, o, _, _, _ := l.lookup(unix - int64(z.offset)); n == z.name {
				return o, true
			}
		}
	}
	for i := range l.zone {
		if l.zone[i].name == name {
			return l.zone[i].offset, true
		}
	}
	return 0, false
}

var errLocation = errors.New("time: invalid location name")

var zoneDirs = []string{"/usr/share/zoneinfo/", "/usr/share/lib/zoneinfo/", "/usr/lib/locale/TZ/", "/etc/zoneinfo/"}

// containsDotDot reports whether an element of the path is "..".
func badName(s string) bool {
	if s == "" || s[0] == '/' || s[0] == '\\' {
		return true
	}
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '.' && s[i+1] == '.' {
			return true
		}
	}
	return false
}

// LoadLocation returns the Location with the name in the system's time zone database.
func LoadLocation(name string) (*Location, error) {
	if name == "" || name == "UTC" {
		return UTC, nil
	}
	if name == "Local" {
		return Local, nil
	}
	if badName(name) {
		return nil, errLocation
	}
	if dir, _ := syscall.Getenv("ZONEINFO"); dir != "" {
		if l, err := loadFile(dir+"/"+name, name); err == nil {
			return l, nil
		}
	}
	var first error
	for _, dir := range zoneDirs {
		l, err := loadFile(dir+name, name)
		if err == nil {
			return l, nil
		}
		if first == nil && err != syscall.ENOENT {
			first = err
		}
	}
	if first != nil {
		return nil, first
	}
	return nil, errors.New("unknown time zone " + name)
}

func loadFile(path, name string) (*Location, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return LoadLocationFromTZData(name, data)
}

func readFile(name string) ([]byte, error) {
	fd, err := syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(fd)
	var b []byte
	var buf [4096]byte
	for {
		n, err := syscall.Read(fd, buf[:])
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return nil, err
		}
		if n <= 0 {
			return b, nil
		}
		b = append(b, buf[:n]...)
		if len(b) > 10<<20 {
			return nil, errors.New("time: file " + name + " is too large")
		}
	}
}

func initLocal() {
	tz, ok := syscall.Getenv("TZ")
	switch {
	case !ok:
		if l, err := loadFile("/etc/localtime", "Local"); err == nil {
			localLoc = *l
			localLoc.name = "Local"
			return
		}
	case tz != "":
		if tz[0] == ':' {
			tz = tz[1:]
		}
		if tz != "" && tz[0] == '/' {
			if l, err := loadFile(tz, tz); err == nil {
				localLoc = *l
				localLoc.name = tz
				if tz == "/etc/localtime" {
					localLoc.name = "Local"
				}
				return
			}
		} else if tz != "" && tz != "UTC" {
			for _, dir := range zoneDirs {
				if l, err := loadFile(dir+tz, tz); err == nil {
					localLoc = *l
					return
				}
			}
		}
	}
	localLoc.name = "UTC"
}

var errBad = errors.New("malformed time zone information")

// tzReader reads the big endian numbers of a TZif file (RFC 9636).
type tzReader struct {
	p   []byte
	bad bool
}

func (d *tzReader) take(n int) []byte {
	if n < 0 || len(d.p) < n {
		d.p, d.bad = nil, true
		return make([]byte, min(max(n, 0), 16))
	}
	p := d.p[:n]
	d.p = d.p[n:]
	return p
}

func be(p []byte) (n uint64) {
	for _, c := range p {
		n = n<<8 | uint64(c)
	}
	return n
}

func (d *tzReader) big4() int { return int(int32(be(d.take(4)))) }

// LoadLocationFromTZData makes a Location of the contents of a TZif file.
func LoadLocationFromTZData(name string, data []byte) (*Location, error) {
	d := tzReader{p: data}
	var counts [6]int // isutc, isstd, leap, transitions, types, characters
	header := func() (version byte) {
		if string(d.take(4)) != "TZif" {
			d.bad = true
			return 0
		}
		version = d.take(16)[0]
		for i := range counts {
			counts[i] = d.big4()
		}
		return version
	}
	version, size := header(), 4
	if d.bad {
		return nil, errBad
	}
	if version > 1 { // '2' and later: a second block with 64-bit times
		d.take(counts[3]*4 + counts[3] + counts[4]*6 + counts[5] + counts[2]*8 + counts[1] + counts[0])
		header()
		size = 8
	}
	nt, nz, nc := counts[3], counts[4], counts[5]
	times := d.take(nt * size)
	indices := d.take(nt)
	types := tzReader{p: d.take(nz * 6)}
	names := d.take(nc)
	d.take(counts[2]*(size+4) + counts[1] + counts[0])
	if d.bad || nz == 0 {
		return nil, errBad
	}
	l := &Location{name: name, zone: make([]zone, nz), tx: make([]zoneTrans, nt)}
	if rest := d.p; len(rest) > 2 && rest[0] == '\n' && rest[len(rest)-1] == '\n' {
		l.extend = string(rest[1 : len(rest)-1])
	}
	for i := range l.zone {
		offset := types.big4()
		rest := types.take(2)
		if int(rest[1]) >= len(names) {
			return nil, errBad
		}
		end := int(rest[1])
		for end < len(names) && names[end] != 0 {
			end++
		}
		l.zone[i] = zone{string(names[rest[1]:end]), offset, rest[0] != 0}
	}
	for i := range l.tx {
		when := int64(be(times[i*size : (i+1)*size]))
		if size == 4 {
			when = int64(int32(when))
		}
		if int(indices[i]) >= len(l.zone) {
			return nil, errBad
		}
		l.tx[i] = zoneTrans{when, indices[i]}
	}
	if len(l.tx) == 0 {
		l.tx = append(l.tx, zoneTrans{alpha, 0})
	}
	now, _ := walltime()
	if n, o, s, e, dst := l.lookup(now); true {
		l.cacheStart, l.cacheEnd = s, e
		for i := range l.zone {
			if z := &l.zone[i]; z.name == n && z.offset == o && z.isDST == dst {
				l.cacheZone = z
			}
		}
		if l.cacheZone == nil {
			l.cacheZone = &zone{n, o, dst}
		}
	}
	return l, nil
}
