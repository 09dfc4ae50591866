package syscall

// RawConn gives access to the file descriptor of something open. Read and Write call f until it reports that it is done, and wait between
// the calls until there is something to read, or room to write.
type RawConn interface {
	Control(f func(fd uintptr)) error
	Read(f func(fd uintptr) (done bool)) error
	Write(f func(fd uintptr) (done bool)) error
}

// Conn is what has a RawConn.
type Conn interface {
	SyscallConn() (RawConn, error)
}
