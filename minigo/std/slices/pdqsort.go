package slices

import "math/bits"

// What is known of a range from the way its pivot was found.
type order int

const (
	unknown order = iota
	increasing
	decreasing
)

// pdqSort sorts x[a:b] by pattern-defeating quicksort (Peters, 2021). limit is how many badly balanced partitions are allowed before heapsort takes over.
//
// Programs see in which order equal elements end up, though nothing promises one. So every decision here, thresholds included, is the one that
// Go's sort takes, and package sort has the same algorithm over an index interface.
func pdqSort[E any](x []E, a, b, limit int, cmp func(a, b E) int) {
	balanced, partitioned := true, true // what the last partition told
	for b-a > 12 {
		if limit == 0 {
			heapSortFunc(x[a:b], cmp)
			return
		}
		if !balanced {
			breakPatterns(x[a:b])
			limit--
		}
		pivot, hint := choosePivot(x, a, b, cmp)
		if hint == decreasing {
			Reverse(x[a:b])
			pivot = a + b - 1 - pivot
			hint = increasing
		}
		if balanced && partitioned && hint == increasing && nearlySorted(x[a:b], cmp) {
			return
		}
		if a > 0 && cmp(x[a-1], x[pivot]) >= 0 {
			// The pivot equals the element before the range, the least there can be: no need to sort its equals.
			a = partitionEqual(x, a, b, pivot, cmp)
			continue
		}
		var mid int
		mid, partitioned = partition(x, a, b, pivot, cmp)
		least := (b - a) / 8
		if mid-a < b-mid {
			balanced = mid-a >= least
			pdqSort(x, a, mid, limit, cmp)
			a = mid + 1
		} else {
			balanced = b-mid >= least
			pdqSort(x, mid+1, b, limit, cmp)
			b = mid
		}
	}
	insertionSort(x[a:b], cmp)
}

func insertionSort[E any](x []E, cmp func(a, b E) int) {
	for i := 1; i < len(x); i++ {
		v, j := x[i], i
		for ; j > 0 && cmp(v, x[j-1]) < 0; j-- {
			x[j] = x[j-1]
		}
		x[j] = v
	}
}

// partition moves x[pivot] to its final place, smaller elements before it and the others behind; it reports whether nothing was out of place.
func partition[E any](x []E, a, b, pivot int, cmp func(a, b E) int) (mid int, partitioned bool) {
	x[a], x[pivot] = x[pivot], x[a]
	p := x[a]
	i, j := a+1, b-1
	partitioned = true
	for {
		for i <= j && cmp(x[i], p) < 0 {
			i++
		}
		for i <= j && cmp(x[j], p) >= 0 {
			j--
		}
		if i > j {
			break
		}
		partitioned = false
		x[i], x[j] = x[j], x[i]
		i++
		j--
	}
	x[a], x[j] = x[j], p
	return j, partitioned
}

// partitionEqual moves what equals x[pivot], the least of the range, to its start, and returns where the greater elements begin.
func partitionEqual[E any](x []E, a, b, pivot int, cmp func(a, b E) int) int {
	x[a], x[pivot] = x[pivot], x[a]
	p := x[a]
	i, j := a+1, b-1
	for {
		for i <= j && cmp(p, x[i]) >= 0 {
			i++
		}
		for i <= j && cmp(p, x[j]) < 0 {
			j--
		}
		if i > j {
			return i
		}
		x[i], x[j] = x[j], x[i]
		i++
		j--
	}
}

// nearlySorted tries to sort x by moving a few elements; it reports whether x is sorted now.
func nearlySorted[E any](x []E, cmp func(a, b E) int) bool {
	i := 1
	for step := 0; step < 5; step++ {
		for i < len(x) && cmp(x[i], x[i-1]) >= 0 {
			i++
		}
		if i == len(x) {
			return true
		}
		if len(x) < 50 {
			return false
		}
		x[i], x[i-1] = x[i-1], x[i]
		for j := i - 1; j > 0 && cmp(x[j], x[j-1]) < 0; j-- {
			x[j], x[j-1] = x[j-1], x[j]
		}
		for j := i + 1; j < len(x) && cmp(x[j], x[j-1]) < 0; j++ {
			x[j], x[j-1] = x[j-1], x[j]
		}
	}
	return false
}

// breakPatterns exchanges three elements in the middle with others, chosen by a random number that depends on the length alone.
func breakPatterns[E any](x []E) {
	n := len(x)
	if n < 8 {
		return
	}
	random := uint64(n)
	mask := uint(1)<<bits.Len(uint(n)) - 1
	for i := n/4*2 - 1; i <= n/4*2+1; i++ {
		random ^= random << 13
		random ^= random >> 7
		random ^= random << 17
		other := int(uint(random) & mask)
		if other >= n {
			other -= n
		}
		x[i], x[other] = x[other], x[i]
	}
}

// choosePivot takes the median of three, for long ranges of three medians. When all or none of the comparisons asked for an exchange, the range is
// probably sorted, one way or the other.
func choosePivot[E any](x []E, a, b int, cmp func(a, b E) int) (int, order) {
	n := b - a
	i, j, k := a+n/4, a+n/4*2, a+n/4*3
	swaps := 0
	median := func(a, b, c int) int {
		if cmp(x[b], x[a]) < 0 {
			swaps++
			a, b = b, a
		}
		if cmp(x[c], x[b]) < 0 {
			swaps++
			b = c
		}
		if cmp(x[b], x[a]) < 0 {
			swaps++
			b = a
		}
		return b
	}
	if n >= 8 {
		if n >= 50 {
			i, j, k = median(i-1, i, i+1), median(j-1, j, j+1), median(k-1, k, k+1)
		}
		j = median(i, j, k)
	}
	switch swaps {
	case 0:
		return j, increasing
	case 12:
		return j, decreasing
	}
	return j, unknown
}

func heapSortFunc[E any](x []E, cmp func(a, b E) int) {
	for i := (len(x) - 1) / 2; i >= 0; i-- {
		siftDownFunc(x, i, cmp)
	}
	for n := len(x) - 1; n >= 0; n-- {
		x[0], x[n] = x[n], x[0]
		siftDownFunc(x[:n], 0, cmp)
	}
}

func siftDownFunc[E any](x []E, root int, cmp func(a, b E) int) {
	for {
		child := 2*root + 1
		if child >= len(x) {
			return
		}
		if child+1 < len(x) && cmp(x[child], x[child+1]) < 0 {
			child++
		}
		if cmp(x[root], x[child]) >= 0 {
			return
		}
		x[root], x[child] = x[child], x[root]
		root = child
	}
}

// stableSort is merge sort from the bottom up: runs of 20 by insertion, then merges with a buffer of half the length.
func stableSort[E any](x []E, cmp func(a, b E) int) {
	const run = 20
	for a := 0; a < len(x); a += run {
		insertionSort(x[a:min(a+run, len(x))], cmp)
	}
	if len(x) <= run {
		return
	}
	var buffer []E
	for size := run; size < len(x); size *= 2 {
		for a := 0; a+size < len(x); a += 2 * size {
			part := x[a:min(a+2*size, len(x))]
			if cmp(part[size], part[size-1]) >= 0 {
				continue
			}
			if buffer == nil {
				buffer = make([]E, 0, len(x))
			}
			buffer = append(buffer[:0], part[:size]...)
			mergeFunc(part, buffer, part[size:], cmp)
		}
	}
}

// mergeFunc merges left and right, the end of dst, into dst; left is a copy of its start.
func mergeFunc[E any](dst, left, right []E, cmp func(a, b E) int) {
	k := 0
	for len(left) > 0 && len(right) > 0 {
		if cmp(right[0], left[0]) < 0 {
			dst[k] = right[0]
			right = right[1:]
		} else {
			dst[k] = left[0]
			left = left[1:]
		}
		k++
	}
	copy(dst[k:], left)
}
