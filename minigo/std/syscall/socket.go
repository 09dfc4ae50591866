package syscall

import "unsafe"

// Families, kinds and protocols of sockets.
const (
	AF_UNSPEC = 0x0
	AF_UNIX   = 0x1
	AF_LOCAL  = 0x1
	AF_INET   = 0x2
	AF_INET6  = 0xa

	SOCK_STREAM    = 0x1
	SOCK_DGRAM     = 0x2
	SOCK_RAW       = 0x3
	SOCK_RDM       = 0x4
	SOCK_SEQPACKET = 0x5
	SOCK_NONBLOCK  = 0x800
	SOCK_CLOEXEC   = 0x80000

	IPPROTO_IP     = 0x0
	IPPROTO_ICMP   = 0x1
	IPPROTO_TCP    = 0x6
	IPPROTO_UDP    = 0x11
	IPPROTO_IPV6   = 0x29
	IPPROTO_ICMPV6 = 0x3a
	IPPROTO_RAW    = 0xff

	SOMAXCONN = 0x1000

	SHUT_RD   = 0x0
	SHUT_WR   = 0x1
	SHUT_RDWR = 0x2

	MSG_OOB       = 0x1
	MSG_PEEK      = 0x2
	MSG_DONTROUTE = 0x4
	MSG_TRUNC     = 0x20
	MSG_DONTWAIT  = 0x40
	MSG_EOR       = 0x80
	MSG_WAITALL   = 0x100
	MSG_NOSIGNAL  = 0x4000
	MSG_MORE      = 0x8000
)

// Options of sockets.
const (
	SOL_SOCKET = 0x1
	SOL_IP     = 0x0
	SOL_TCP    = 0x6
	SOL_IPV6   = 0x29

	SO_DEBUG      = 0x1
	SO_REUSEADDR  = 0x2
	SO_TYPE       = 0x3
	SO_ERROR      = 0x4
	SO_DONTROUTE  = 0x5
	SO_BROADCAST  = 0x6
	SO_SNDBUF     = 0x7
	SO_RCVBUF     = 0x8
	SO_KEEPALIVE  = 0x9
	SO_OOBINLINE  = 0xa
	SO_LINGER     = 0xd
	SO_RCVLOWAT   = 0x12
	SO_SNDLOWAT   = 0x13
	SO_RCVTIMEO   = 0x14
	SO_SNDTIMEO   = 0x15
	SO_ACCEPTCONN = 0x1e
	SO_PROTOCOL   = 0x26
	SO_DOMAIN     = 0x27

	TCP_NODELAY   = 0x1
	TCP_MAXSEG    = 0x2
	TCP_CORK      = 0x3
	TCP_KEEPIDLE  = 0x4
	TCP_KEEPINTVL = 0x5
	TCP_KEEPCNT   = 0x6

	IPV6_V6ONLY = 0x1a
)

// The kernel's addresses. Ports are in network byte order.
type RawSockaddrInet4 struct {
	Family uint16
	Port   uint16
	Addr   [4]byte
	Zero   [8]uint8
}

type RawSockaddrInet6 struct {
	Family   uint16
	Port     uint16
	Flowinfo uint32
	Addr     [16]byte
	Scope_id uint32
}

type RawSockaddrUnix struct {
	Family uint16
	Path   [108]int8
}

type RawSockaddr struct {
	Family uint16
	Data   [14]int8
}

type RawSockaddrAny struct {
	Addr RawSockaddr
	Pad  [96]int8
}

const (
	SizeofSockaddrInet4 = 0x10
	SizeofSockaddrInet6 = 0x1c
	SizeofSockaddrAny   = 0x70
	SizeofSockaddrUnix  = 0x6e
)

type _Socklen uint32

// Linger is the value of SO_LINGER.
type Linger struct {
	Onoff  int32
	Linger int32
}

// Sockaddr is the address of a socket: a *SockaddrInet4, *SockaddrInet6 or *SockaddrUnix.
type Sockaddr interface {
	sockaddr() (ptr unsafe.Pointer, len _Socklen, err error)
}

// SockaddrInet4 is an address and a port of IPv4.
type SockaddrInet4 struct {
	Port int
	Addr [4]byte
	raw  RawSockaddrInet4
}

// SockaddrInet6 is an address and a port of IPv6.
type SockaddrInet6 struct {
	Port   int
	ZoneId uint32
	Addr   [16]byte
	raw    RawSockaddrInet6
}

// SockaddrUnix is a path, or behind an @ a name that is no file.
type SockaddrUnix struct {
	Name string
	raw  RawSockaddrUnix
}

// swapped exchanges the bytes of a port; both targets are little-endian.
func swapped(port uint16) uint16 { return port<<8 | port>>8 }

func (sa *SockaddrInet4) sockaddr() (unsafe.Pointer, _Socklen, error) {
	if sa.Port < 0 || sa.Port > 0xffff {
		return nil, 0, EINVAL
	}
	sa.raw = RawSockaddrInet4{Family: AF_INET, Port: swapped(uint16(sa.Port)), Addr: sa.Addr}
	return unsafe.Pointer(&sa.raw), SizeofSockaddrInet4, nil
}

func (sa *SockaddrInet6) sockaddr() (unsafe.Pointer, _Socklen, error) {
	if sa.Port < 0 || sa.Port > 0xffff {
		return nil, 0, EINVAL
	}
	sa.raw = RawSockaddrInet6{Family: AF_INET6, Port: swapped(uint16(sa.Port)), Addr: sa.Addr, Scope_id: sa.ZoneId}
	return unsafe.Pointer(&sa.raw), SizeofSockaddrInet6, nil
}

func (sa *SockaddrUnix) sockaddr() (unsafe.Pointer, _Socklen, error) {
	n := len(sa.Name)
	abstract := n > 0 && (sa.Name[0] == '@' || sa.Name[0] == 0)
	// A path ends with a zero byte, which an abstract name does not need.
	if n > len(sa.raw.Path) || n == len(sa.raw.Path) && !abstract {
		return nil, 0, EINVAL
	}
	sa.raw = RawSockaddrUnix{Family: AF_UNIX}
	for i := range n {
		sa.raw.Path[i] = int8(sa.Name[i])
	}
	length := 2 + _Socklen(n)
	switch {
	case abstract:
		sa.raw.Path[0] = 0
	case n > 0:
		length++
	}
	return unsafe.Pointer(&sa.raw), length, nil
}

// fromRaw is the address that the kernel has written.
func fromRaw(any *RawSockaddrAny) (Sockaddr, error) {
	switch any.Addr.Family {
	case AF_INET:
		raw := (*RawSockaddrInet4)(unsafe.Pointer(any))
		return &SockaddrInet4{Port: int(swapped(raw.Port)), Addr: raw.Addr}, nil
	case AF_INET6:
		raw := (*RawSockaddrInet6)(unsafe.Pointer(any))
		return &SockaddrInet6{Port: int(swapped(raw.Port)), ZoneId: raw.Scope_id, Addr: raw.Addr}, nil
	case AF_UNIX:
		raw := (*RawSockaddrUnix)(unsafe.Pointer(any))
		return &SockaddrUnix{Name: unixName(raw)}, nil
	}
	return nil, EAFNOSUPPORT
}

// unixName is the path, or an @ and the name that is no file; a socket without an address is @ alone.
func unixName(raw *RawSockaddrUnix) string {
	name := make([]byte, 0, len(raw.Path))
	for i, c := range raw.Path {
		switch {
		case c != 0:
			name = append(name, byte(c))
		case i == 0:
			name = append(name, '@')
		default:
			return string(name)
		}
	}
	return string(name)
}

// Socket makes a socket.
func Socket(domain, typ, proto int) (fd int, err error) {
	return call(SYS_SOCKET, uintptr(domain), uintptr(typ), uintptr(proto), 0)
}

// Socketpair makes two sockets that are connected to each other.
func Socketpair(domain, typ, proto int) (fd [2]int, err error) {
	var fds [2]int32
	if _, err = call(SYS_SOCKETPAIR, uintptr(domain), uintptr(typ), uintptr(proto), uintptr(unsafe.Pointer(&fds))); err != nil {
		return fd, err
	}
	return [2]int{int(fds[0]), int(fds[1])}, nil
}

func withAddress(nr uintptr, fd int, sa Sockaddr) error {
	p, n, err := sa.sockaddr()
	if err != nil {
		return err
	}
	_, err = call(nr, uintptr(fd), uintptr(p), uintptr(n), 0)
	keep(p)
	return err
}

func Bind(fd int, sa Sockaddr) (err error)    { return withAddress(SYS_BIND, fd, sa) }
func Connect(fd int, sa Sockaddr) (err error) { return withAddress(SYS_CONNECT, fd, sa) }

func Listen(s int, n int) (err error) {
	_, err = call(SYS_LISTEN, uintptr(s), uintptr(n), 0, 0)
	return err
}

// Accept4 takes a connection; flags are SOCK_NONBLOCK and SOCK_CLOEXEC.
func Accept4(fd int, flags int) (nfd int, sa Sockaddr, err error) {
	var any RawSockaddrAny
	length := _Socklen(SizeofSockaddrAny)
	nfd, err = call(SYS_ACCEPT4, uintptr(fd), uintptr(unsafe.Pointer(&any)), uintptr(unsafe.Pointer(&length)), uintptr(flags))
	if err != nil {
		return nfd, nil, err
	}
	sa, err = fromRaw(&any)
	if err != nil {
		Close(nfd)
		return 0, nil, err
	}
	return nfd, sa, nil
}

func Accept(fd int) (nfd int, sa Sockaddr, err error) { return Accept4(fd, 0) }

func askAddress(nr uintptr, fd int) (Sockaddr, error) {
	var any RawSockaddrAny
	length := _Socklen(SizeofSockaddrAny)
	_, err := call(nr, uintptr(fd), uintptr(unsafe.Pointer(&any)), uintptr(unsafe.Pointer(&length)), 0)
	if err != nil {
		return nil, err
	}
	return fromRaw(&any)
}

func Getsockname(fd int) (sa Sockaddr, err error) { return askAddress(SYS_GETSOCKNAME, fd) }
func Getpeername(fd int) (sa Sockaddr, err error) { return askAddress(SYS_GETPEERNAME, fd) }

func Shutdown(fd int, how int) (err error) {
	_, err = call(SYS_SHUTDOWN, uintptr(fd), uintptr(how), 0, 0)
	return err
}

// Sendto sends p to the address; Recvfrom receives into p and returns where it came from.
func Sendto(fd int, p []byte, flags int, to Sockaddr) (err error) {
	ptr, n, err := to.sockaddr()
	if err != nil {
		return err
	}
	var out [2]uintptr
	syscall6(&out, SYS_SENDTO, uintptr(fd), uintptr(bytesPtr(p)), uintptr(len(p)), uintptr(flags), uintptr(ptr), uintptr(n))
	keep(ptr)
	if out[1] != 0 {
		return Errno(out[1])
	}
	return nil
}

func Recvfrom(fd int, p []byte, flags int) (n int, from Sockaddr, err error) {
	var any RawSockaddrAny
	length := _Socklen(SizeofSockaddrAny)
	var out [2]uintptr
	syscall6(&out, SYS_RECVFROM, uintptr(fd), uintptr(bytesPtr(p)), uintptr(len(p)), uintptr(flags), uintptr(unsafe.Pointer(&any)), uintptr(unsafe.Pointer(&length)))
	if out[1] != 0 {
		return -1, nil, Errno(out[1])
	}
	if any.Addr.Family != AF_UNSPEC {
		from, err = fromRaw(&any)
	}
	return int(out[0]), from, err
}

func setOption(fd, level, opt int, value unsafe.Pointer, size uintptr) error {
	var out [2]uintptr
	syscall6(&out, SYS_SETSOCKOPT, uintptr(fd), uintptr(level), uintptr(opt), uintptr(value), size, 0)
	keep(value)
	if out[1] != 0 {
		return Errno(out[1])
	}
	return nil
}

func SetsockoptByte(fd, level, opt int, value byte) (err error) {
	return setOption(fd, level, opt, unsafe.Pointer(&value), 1)
}

func SetsockoptInt(fd, level, opt int, value int) (err error) {
	n := int32(value)
	return setOption(fd, level, opt, unsafe.Pointer(&n), 4)
}

func SetsockoptLinger(fd, level, opt int, l *Linger) (err error) {
	return setOption(fd, level, opt, unsafe.Pointer(l), unsafe.Sizeof(*l))
}

func SetsockoptTimeval(fd, level, opt int, tv *Timeval) (err error) {
	return setOption(fd, level, opt, unsafe.Pointer(tv), unsafe.Sizeof(*tv))
}

func GetsockoptInt(fd, level, opt int) (value int, err error) {
	var n int32
	length := _Socklen(4)
	var out [2]uintptr
	syscall6(&out, SYS_GETSOCKOPT, uintptr(fd), uintptr(level), uintptr(opt), uintptr(unsafe.Pointer(&n)), uintptr(unsafe.Pointer(&length)), 0)
	if out[1] != 0 {
		return -1, Errno(out[1])
	}
	return int(n), nil
}
