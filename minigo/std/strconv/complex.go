package strconv

// FormatComplex converts the complex number c to a string of the form (a+bi), where a and b are formatted as by FormatFloat.
func FormatComplex(c complex128, fmt byte, prec, bitSize int) string {
	if bitSize != 64 && bitSize != 128 {
		panic("invalid bitSize")
	}
	im := FormatFloat(imag(c), fmt, prec, bitSize/2)
	if im[0] != '+' && im[0] != '-' {
		im = "+" + im
	}
	return "(" + FormatFloat(real(c), fmt, prec, bitSize/2) + im + "i)"
}

// ParseComplex converts the string s to a complex number with the precision specified by bitSize: 64 for complex64, or 128 for complex128.
func ParseComplex(s string, bitSize int) (complex128, error) {
	const fn = "ParseComplex"
	size := 64
	if bitSize == 64 {
		size = 32
	}
	whole := s
	if len(s) >= 2 && s[0] == '(' && s[len(s)-1] == ')' {
		s = s[1 : len(s)-1]
	}
	var pending error // a range error is reported only if the syntax is right
	re, n, err := parseFloatPrefix(s, size)
	if err != nil {
		if err.(*NumError).Err != ErrRange {
			return 0, syntaxError(fn, whole)
		}
		pending = rangeError(fn, whole)
	}
	s = s[n:]
	if len(s) == 0 {
		return complex(re, 0), pending
	}
	switch s[0] {
	case '+':
		if len(s) > 1 && s[1] == '+' {
			return 0, syntaxError(fn, whole)
		}
		s = s[1:] // "+nan" is no float
	case '-':
	case 'i':
		if len(s) == 1 {
			return complex(0, re), pending
		}
		fallthrough
	default:
		return 0, syntaxError(fn, whole)
	}
	im, n, err := parseFloatPrefix(s, size)
	if err != nil {
		if err.(*NumError).Err != ErrRange {
			return 0, syntaxError(fn, whole)
		}
		pending = rangeError(fn, whole)
	}
	if s = s[n:]; s != "i" {
		return 0, syntaxError(fn, whole)
	}
	return complex(re, im), pending
}
