package binary

import (
	"errors"
	"io"
	"math"
	"reflect"
	"slices"
)

var errBufferTooSmall = errors.New("buffer too small")

// target is what data points to, or data itself if it is a slice, and how many bytes it takes; -1: not of fixed size.
func target(data any) (v reflect.Value, size int) {
	v = reflect.ValueOf(data)
	switch v.Kind() {
	case reflect.Pointer:
		v = v.Elem()
		return v, valueSize(v)
	case reflect.Slice:
		return v, valueSize(v)
	}
	return v, -1
}

// Read reads structured binary data from r into data, which must be a pointer to a fixed-size value or a slice of fixed-size values.
func Read(r io.Reader, order ByteOrder, data any) error {
	v, size := target(data)
	if size < 0 {
		return errors.New("binary.Read: invalid type " + reflect.TypeOf(data).String())
	}
	buf := make([]byte, size)
	if _, err := io.ReadFull(r, buf); err != nil {
		return err
	}
	if !decodeSimple(buf, order, data) {
		d := decoder{order, buf}
		d.value(v)
	}
	return nil
}

// Decode decodes binary data from buf into data according to the given byte order. It returns an error if buf is too small, otherwise the number of bytes
// consumed from buf.
func Decode(buf []byte, order ByteOrder, data any) (int, error) {
	v, size := target(data)
	if size < 0 {
		return 0, errors.New("binary.Decode: invalid type " + reflect.TypeOf(data).String())
	}
	if len(buf) < size {
		return 0, errBufferTooSmall
	}
	if !decodeSimple(buf[:size], order, data) {
		d := decoder{order, buf[:size]}
		d.value(v)
	}
	return size, nil
}

// source is data, or what it points to, and how many bytes it takes; an error if it is not of fixed size.
func source(data any, op string) (v reflect.Value, size int, err error) {
	v = reflect.Indirect(reflect.ValueOf(data))
	if size = valueSize(v); size < 0 {
		err = errors.New("binary." + op + ": some values are not fixed-sized in type " + reflect.TypeOf(data).String())
	}
	return v, size, err
}

// Write writes the binary representation of data into w. Data must be a fixed-size value or a slice of fixed-size values, or a pointer to such data.
func Write(w io.Writer, order ByteOrder, data any) error {
	v, size, err := source(data, "Write")
	if err != nil {
		return err
	}
	buf := make([]byte, size)
	encode(buf, order, data, v)
	_, err = w.Write(buf)
	return err
}

// Encode encodes the binary representation of data into buf according to the given byte order. It returns an error if buf is too small, otherwise the number of
// bytes written into buf.
func Encode(buf []byte, order ByteOrder, data any) (int, error) {
	v, size, err := source(data, "Encode")
	if err != nil {
		return 0, err
	}
	if len(buf) < size {
		return 0, errBufferTooSmall
	}
	encode(buf[:size], order, data, v)
	return size, nil
}

// Append appends the binary representation of data to buf. buf may be nil, in which case a new buffer will be allocated.
func Append(buf []byte, order ByteOrder, data any) ([]byte, error) {
	v, size, err := source(data, "Append")
	if err != nil {
		return nil, err
	}
	n := len(buf)
	buf = slices.Grow(buf, size)[:n+size]
	encode(buf[n:], order, data, v)
	return buf, nil
}

// Size returns how many bytes Write would generate to encode the value v, which must be a fixed-size value or a slice of fixed-size values, or a pointer to such
// data. If v is neither of these, Size returns -1.
func Size(v any) int {
	if v == nil {
		return -1
	}
	return valueSize(reflect.Indirect(reflect.ValueOf(v)))
}

func valueSize(v reflect.Value) int {
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		if size := typeSize(v.Type().Elem()); size >= 0 {
			return size * v.Len()
		}
		return -1
	case reflect.Invalid:
		return -1
	}
	return typeSize(v.Type())
}

func typeSize(t reflect.Type) int {
	switch t.Kind() {
	case reflect.Array:
		if size := typeSize(t.Elem()); size >= 0 {
			return size * t.Len()
		}
	case reflect.Struct:
		sum := 0
		for i := range t.NumField() {
			size := typeSize(t.Field(i).Type)
			if size < 0 {
				return -1
			}
			sum += size
		}
		return sum
	case reflect.Bool, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Float32,
		reflect.Float64, reflect.Complex64, reflect.Complex128:
		return int(t.Size())
	}
	return -1
}

// decodeSimple decodes the most frequent types without reflection.
func decodeSimple(buf []byte, order ByteOrder, data any) bool {
	switch p := data.(type) {
	case *uint8:
		*p = buf[0]
	case *uint16:
		*p = order.Uint16(buf)
	case *uint32:
		*p = order.Uint32(buf)
	case *uint64:
		*p = order.Uint64(buf)
	case *int32:
		*p = int32(order.Uint32(buf))
	case *int64:
		*p = int64(order.Uint64(buf))
	case []uint8:
		copy(p, buf)
	case []uint16:
		for i := range p {
			p[i] = order.Uint16(buf[2*i:])
		}
	case []uint32:
		for i := range p {
			p[i] = order.Uint32(buf[4*i:])
		}
	case []uint64:
		for i := range p {
			p[i] = order.Uint64(buf[8*i:])
		}
	case []int32:
		for i := range p {
			p[i] = int32(order.Uint32(buf[4*i:]))
		}
	case []float64:
		for i := range p {
			p[i] = math.Float64frombits(order.Uint64(buf[8*i:]))
		}
	default:
		return false
	}
	return true
}

// encode encodes data, whose value is v.
func encode(buf []byte, order ByteOrder, data any, v reflect.Value) {
	switch x := data.(type) {
	case uint8:
		buf[0] = x
	case uint16:
		order.PutUint16(buf, x)
	case uint32:
		order.PutUint32(buf, x)
	case uint64:
		order.PutUint64(buf, x)
	case int32:
		order.PutUint32(buf, uint32(x))
	case int64:
		order.PutUint64(buf, uint64(x))
	case []uint8:
		copy(buf, x)
	case []uint16:
		for i, e := range x {
			order.PutUint16(buf[2*i:], e)
		}
	case []uint32:
		for i, e := range x {
			order.PutUint32(buf[4*i:], e)
		}
	case []uint64:
		for i, e := range x {
			order.PutUint64(buf[8*i:], e)
		}
	case []int32:
		for i, e := range x {
			order.PutUint32(buf[4*i:], uint32(e))
		}
	case []float64:
		for i, e := range x {
			order.PutUint64(buf[8*i:], math.Float64bits(e))
		}
	default:
		e := encoder{order, buf}
		e.value(v)
	}
}

type decoder struct {
	order ByteOrder
	buf   []byte
}

// bits takes the next size bytes.
func (d *decoder) bits(size int) (x uint64) {
	switch size {
	case 1:
		x = uint64(d.buf[0])
	case 2:
		x = uint64(d.order.Uint16(d.buf))
	case 4:
		x = uint64(d.order.Uint32(d.buf))
	case 8:
		x = d.order.Uint64(d.buf)
	}
	d.buf = d.buf[size:]
	return x
}

func (d *decoder) value(v reflect.Value) {
	size := int(v.Type().Size())
	switch v.Kind() {
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			d.value(v.Index(i))
		}
	case reflect.Struct:
		t := v.Type()
		for i := range v.NumField() {
			// Blank fields are skipped, and so are those that cannot be set: then reflection complains.
			if f := v.Field(i); f.CanSet() || t.Field(i).Name != "_" {
				d.value(f)
			} else {
				d.buf = d.buf[typeSize(f.Type()):]
			}
		}
	case reflect.Bool:
		v.SetBool(d.bits(1) != 0)
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		shift := 64 - 8*size
		v.SetInt(int64(d.bits(size)<<shift) >> shift)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(d.bits(size))
	case reflect.Float32:
		v.SetFloat(float64(math.Float32frombits(uint32(d.bits(4)))))
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(d.bits(8)))
	case reflect.Complex64:
		re := math.Float32frombits(uint32(d.bits(4)))
		v.SetComplex(complex(float64(re), float64(math.Float32frombits(uint32(d.bits(4))))))
	case reflect.Complex128:
		re := math.Float64frombits(d.bits(8))
		v.SetComplex(complex(re, math.Float64frombits(d.bits(8))))
	}
}

type encoder struct {
	order ByteOrder
	buf   []byte
}

// bits writes size bytes.
func (e *encoder) bits(x uint64, size int) {
	switch size {
	case 1:
		e.buf[0] = byte(x)
	case 2:
		e.order.PutUint16(e.buf, uint16(x))
	case 4:
		e.order.PutUint32(e.buf, uint32(x))
	case 8:
		e.order.PutUint64(e.buf, x)
	}
	e.buf = e.buf[size:]
}

func (e *encoder) value(v reflect.Value) {
	size := int(v.Type().Size())
	switch v.Kind() {
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			e.value(v.Index(i))
		}
	case reflect.Struct:
		t := v.Type()
		for i := range v.NumField() {
			f := v.Field(i)
			if t.Field(i).Name != "_" {
				e.value(f)
				continue
			}
			n := typeSize(f.Type())
			clear(e.buf[:n])
			e.buf = e.buf[n:]
		}
	case reflect.Bool:
		x := uint64(0)
		if v.Bool() {
			x = 1
		}
		e.bits(x, 1)
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.bits(uint64(v.Int()), size)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		e.bits(v.Uint(), size)
	case reflect.Float32:
		e.bits(uint64(math.Float32bits(float32(v.Float()))), 4)
	case reflect.Float64:
		e.bits(math.Float64bits(v.Float()), 8)
	case reflect.Complex64:
		x := v.Complex()
		e.bits(uint64(math.Float32bits(float32(real(x)))), 4)
		e.bits(uint64(math.Float32bits(float32(imag(x)))), 4)
	case reflect.Complex128:
		x := v.Complex()
		e.bits(math.Float64bits(real(x)), 8)
		e.bits(math.Float64bits(imag(x)), 8)
	}
}
