// Writer appends records to logs and replaces files by renaming, for as long as it lives: writer FOLDER.
//
// It is to be killed. Every record is written and synced before a line on standard output, a pipe, confirms it: "log N SEQUENCE", "state N VERSION". A writer that starts where another
// was killed keeps the whole records of each log, cuts off what is left of the last one, and goes on.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	logs   = 3
	states = 2
	header = 12 // length of the payload, sequence number, checksum of both and the payload
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// record is the one with this number: the bytes of log and number tell what they must be.
func record(log, sequence int) []byte {
	n := (log*7919 + sequence*104729) % 9000
	b := make([]byte, header+n)
	binary.LittleEndian.PutUint32(b, uint32(n))
	binary.LittleEndian.PutUint32(b[4:], uint32(sequence))
	for i := range n {
		b[header+i] = byte(log + sequence + i)
	}
	sum := crc32.Update(crc32.ChecksumIEEE(b[:8]), crc32.IEEETable, b[header:])
	binary.LittleEndian.PutUint32(b[8:], sum)
	return b
}

// resume returns the number of the next record, and the length of those that are whole.
func resume(log int, data []byte) (sequence int, length int64) {
	for {
		want := record(log, sequence)
		if !bytes.HasPrefix(data[length:], want) {
			return sequence, length
		}
		length += int64(len(want))
		sequence++
	}
}

func confirm(kind string, n, number int) {
	_, err := os.Stdout.WriteString(fmt.Sprintf("%s %d %d\n", kind, n, number))
	check(err)
}

func keepLog(folder string, n int) {
	f, err := os.OpenFile(filepath.Join(folder, fmt.Sprint("log", n)), os.O_RDWR|os.O_CREATE, 0o644)
	check(err)
	data, err := os.ReadFile(f.Name())
	check(err)
	sequence, length := resume(n, data)
	check(f.Truncate(length))
	_, err = f.Seek(length, 0)
	check(err)
	for ; ; sequence++ {
		b := record(n, sequence)
		half := len(b) / (1 + sequence%3) // some records in two writes
		_, err := f.Write(b[:half])
		check(err)
		_, err = f.Write(b[half:])
		check(err)
		check(f.Sync())
		confirm("log", n, sequence)
	}
}

func stateText(version int) string { return strings.Repeat(fmt.Sprintf("version %d\n", version), 200+version%100) }

func keepState(folder string, n int) {
	name := filepath.Join(folder, fmt.Sprint("state", n))
	version := 0
	if b, err := os.ReadFile(name); err == nil {
		line, _, _ := strings.Cut(string(b), "\n")
		version, err = strconv.Atoi(strings.TrimPrefix(line, "version "))
		check(err)
	} else if !errors.Is(err, fs.ErrNotExist) {
		check(err)
	}
	for version++; ; version++ {
		f, err := os.Create(name + ".new")
		check(err)
		_, err = f.WriteString(stateText(version))
		check(err)
		check(f.Sync())
		check(f.Close())
		check(os.Rename(name+".new", name))
		d, err := os.Open(folder)
		check(err)
		check(d.Sync())
		check(d.Close())
		confirm("state", n, version)
	}
}

func main() {
	for n := range logs {
		go keepLog(os.Args[1], n)
	}
	for n := range states {
		go keepState(os.Args[1], n)
	}
	select {}
}
