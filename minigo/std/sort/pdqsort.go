package sort

import "math/bits"

// What is known of a range from the way its pivot was found.
type order int

const (
	unknown order = iota
	increasing
	decreasing
)

// pdqSort sorts data[a:b] by pattern-defeating quicksort (Peters, 2021). limit is how many badly balanced partitions are allowed before heapsort takes over.
//
// Programs see in which order equal elements end up, though nothing promises one. So every decision here, thresholds included, is the one that Go's sort takes.
func pdqSort(data Interface, a, b, limit int) {
	balanced, partitioned := true, true // what the last partition told
	for b-a > 12 {
		if limit == 0 {
			heapSort(data, a, b)
			return
		}
		if !balanced {
			breakPatterns(data, a, b)
			limit--
		}
		pivot, hint := choosePivot(data, a, b)
		if hint == decreasing {
			reverseRange(data, a, b)
			pivot = a + b - 1 - pivot
			hint = increasing
		}
		if balanced && partitioned && hint == increasing && nearlySorted(data, a, b) {
			return
		}
		if a > 0 && !data.Less(a-1, pivot) {
			// The pivot equals the element before the range, the least there can be: no need to sort its equals.
			a = partitionEqual(data, a, b, pivot)
			continue
		}
		var mid int
		mid, partitioned = partition(data, a, b, pivot)
		least := (b - a) / 8
		if mid-a < b-mid {
			balanced = mid-a >= least
			pdqSort(data, a, mid, limit)
			a = mid + 1
		} else {
			balanced = b-mid >= least
			pdqSort(data, mid+1, b, limit)
			b = mid
		}
	}
	insertionSort(data, a, b)
}

func insertionSort(data Interface, a, b int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && data.Less(j, j-1); j-- {
			data.Swap(j, j-1)
		}
	}
}

// partition moves data[pivot] to its final place, smaller elements before it and the others behind; it reports whether nothing was out of place.
func partition(data Interface, a, b, pivot int) (mid int, partitioned bool) {
	data.Swap(a, pivot)
	i, j := a+1, b-1
	partitioned = true
	for {
		for i <= j && data.Less(i, a) {
			i++
		}
		for i <= j && !data.Less(j, a) {
			j--
		}
		if i > j {
			break
		}
		partitioned = false
		data.Swap(i, j)
		i++
		j--
	}
	data.Swap(j, a)
	return j, partitioned
}

// partitionEqual moves what equals data[pivot], the least of the range, to its start, and returns where the greater elements begin.
func partitionEqual(data Interface, a, b, pivot int) int {
	data.Swap(a, pivot)
	i, j := a+1, b-1
	for {
		for i <= j && !data.Less(a, i) {
			i++
		}
		for i <= j && data.Less(a, j) {
			j--
		}
		if i > j {
			return i
		}
		data.Swap(i, j)
		i++
		j--
	}
}

// nearlySorted tries to sort data[a:b] by moving a few elements; it reports whether the range is sorted now.
func nearlySorted(data Interface, a, b int) bool {
	i := a + 1
	for step := 0; step < 5; step++ {
		for i < b && !data.Less(i, i-1) {
			i++
		}
		if i == b {
			return true
		}
		if b-a < 50 {
			return false
		}
		data.Swap(i, i-1)
		for j := i - 1; j > a && data.Less(j, j-1); j-- {
			data.Swap(j, j-1)
		}
		for j := i + 1; j < b && data.Less(j, j-1); j++ {
			data.Swap(j, j-1)
		}
	}
	return false
}

// breakPatterns exchanges three elements in the middle with others, chosen by a random number that depends on the length alone.
func breakPatterns(data Interface, a, b int) {
	n := b - a
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
		data.Swap(a+i, a+other)
	}
}

// choosePivot takes the median of three, for long ranges of three medians. When all or none of the comparisons asked for an exchange, the range is
// probably sorted, one way or the other.
func choosePivot(data Interface, a, b int) (int, order) {
	n := b - a
	i, j, k := a+n/4, a+n/4*2, a+n/4*3
	swaps := 0
	if n >= 8 {
		if n >= 50 {
			i = median(data, i-1, i, i+1, &swaps)
			j = median(data, j-1, j, j+1, &swaps)
			k = median(data, k-1, k, k+1, &swaps)
		}
		j = median(data, i, j, k, &swaps)
	}
	switch swaps {
	case 0:
		return j, increasing
	case 12:
		return j, decreasing
	}
	return j, unknown
}

// median returns the index of the median of three elements, and counts how many exchanges it would take to sort them.
func median(data Interface, a, b, c int, swaps *int) int {
	if data.Less(b, a) {
		*swaps++
		a, b = b, a
	}
	if data.Less(c, b) {
		*swaps++
		b = c
	}
	if data.Less(b, a) {
		*swaps++
		b = a
	}
	return b
}

func heapSort(data Interface, a, b int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		siftDown(data, i, n, a)
	}
	for i := n - 1; i >= 0; i-- {
		data.Swap(a, a+i)
		siftDown(data, 0, i, a)
	}
}

func siftDown(data Interface, root, n, first int) {
	for {
		child := 2*root + 1
		if child >= n {
			return
		}
		if child+1 < n && data.Less(first+child, first+child+1) {
			child++
		}
		if !data.Less(first+root, first+child) {
			return
		}
		data.Swap(first+root, first+child)
		root = child
	}
}
