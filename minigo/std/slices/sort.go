package slices

import (
	"cmp"
	"math/bits"
)

// Sort sorts a slice of any ordered type in ascending order. NaNs are ordered before other values.
func Sort[S ~[]E, E cmp.Ordered](x S) {
	i := 1
	for i < len(x) && !cmp.Less(x[i], x[i-1]) {
		i++
	}
	if i < len(x) {
		quickSort([]E(x), 2*bits.Len(uint(len(x))))
	}
}

// SortFunc sorts the slice x in ascending order as determined by cmp, which must be a strict weak ordering. The sort is not guaranteed to be stable.
func SortFunc[S ~[]E, E any](x S, cmp func(a, b E) int) {
	pdqSort([]E(x), 0, len(x), bits.Len(uint(len(x))), cmp)
}

// SortStableFunc sorts the slice x while keeping the original order of equal elements.
func SortStableFunc[S ~[]E, E any](x S, cmp func(a, b E) int) { stableSort([]E(x), cmp) }

// IsSorted reports whether x is sorted in ascending order.
func IsSorted[S ~[]E, E cmp.Ordered](x S) bool {
	for i := len(x) - 1; i > 0; i-- {
		if cmp.Less(x[i], x[i-1]) {
			return false
		}
	}
	return true
}

// IsSortedFunc reports whether x is sorted in ascending order, with cmp as the comparison function.
func IsSortedFunc[S ~[]E, E any](x S, cmp func(a, b E) int) bool {
	for i := len(x) - 1; i > 0; i-- {
		if cmp(x[i], x[i-1]) < 0 {
			return false
		}
	}
	return true
}

// Min returns the minimal value in x; NaN if there is one. It panics if x is empty.
func Min[S ~[]E, E cmp.Ordered](x S) E {
	if len(x) == 0 {
		panic("slices.Min: empty list")
	}
	m := x[0]
	for _, v := range x[1:] {
		m = min(m, v)
	}
	return m
}

// MinFunc returns the first minimal value in x, using cmp to compare elements. It panics if x is empty.
func MinFunc[S ~[]E, E any](x S, cmp func(a, b E) int) E {
	if len(x) == 0 {
		panic("slices.MinFunc: empty list")
	}
	m := x[0]
	for _, v := range x[1:] {
		if cmp(v, m) < 0 {
			m = v
		}
	}
	return m
}

// Max returns the maximal value in x; NaN if there is one. It panics if x is empty.
func Max[S ~[]E, E cmp.Ordered](x S) E {
	if len(x) == 0 {
		panic("slices.Max: empty list")
	}
	m := x[0]
	for _, v := range x[1:] {
		m = max(m, v)
	}
	return m
}

// MaxFunc returns the first maximal value in x, using cmp to compare elements. It panics if x is empty.
func MaxFunc[S ~[]E, E any](x S, cmp func(a, b E) int) E {
	if len(x) == 0 {
		panic("slices.MaxFunc: empty list")
	}
	m := x[0]
	for _, v := range x[1:] {
		if cmp(v, m) > 0 {
			m = v
		}
	}
	return m
}

// BinarySearch returns the earliest position in the sorted slice x where target is found, or where it would be inserted, and whether it is there.
func BinarySearch[S ~[]E, E cmp.Ordered](x S, target E) (int, bool) {
	lo, hi := 0, len(x) // x[:lo] < target <= x[hi:]
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if cmp.Less(x[mid], target) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < len(x) && cmp.Compare(x[lo], target) == 0
}

// BinarySearchFunc is BinarySearch with a comparison function of element and target.
func BinarySearchFunc[S ~[]E, E, T any](x S, target T, cmp func(E, T) int) (int, bool) {
	lo, hi := 0, len(x)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if cmp(x[mid], target) < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo, lo < len(x) && cmp(x[lo], target) == 0
}

// quickSort sorts values, of which equal ones cannot be told apart: median of three (of nine when there are many), Hoare's partition, insertion sort for
// what is short; after depth partitions it turns to heapsort, so that the worst case is O(n log n).
func quickSort[E cmp.Ordered](x []E, depth int) {
	for len(x) > 16 {
		if depth == 0 {
			heapSort(x)
			return
		}
		depth--
		n := len(x)
		if n > 64 {
			m := n / 8
			sort3(x, m, 0, 2*m)
			sort3(x, n/2-m, n/2, n/2+m)
			sort3(x, n-1-2*m, n-1, n-1-m)
		}
		sort3(x, 0, n/2, n-1)
		// x[0] <= pivot <= x[n-1] stop the scans.
		pivot := x[n/2]
		i, j := 0, n-1
		for {
			for i++; cmp.Less(x[i], pivot); i++ {
			}
			for j--; cmp.Less(pivot, x[j]); j-- {
			}
			if i >= j {
				break
			}
			x[i], x[j] = x[j], x[i]
		}
		// x[:i] <= pivot <= x[i:]
		if i < n-i {
			quickSort(x[:i], depth)
			x = x[i:]
		} else {
			quickSort(x[i:], depth)
			x = x[:i]
		}
	}
	for i := 1; i < len(x); i++ {
		v := x[i]
		j := i
		for ; j > 0 && cmp.Less(v, x[j-1]); j-- {
			x[j] = x[j-1]
		}
		x[j] = v
	}
}

// sort3 sorts the three elements.
func sort3[E cmp.Ordered](x []E, a, b, c int) {
	if cmp.Less(x[b], x[a]) {
		x[a], x[b] = x[b], x[a]
	}
	if cmp.Less(x[c], x[b]) {
		x[b], x[c] = x[c], x[b]
		if cmp.Less(x[b], x[a]) {
			x[a], x[b] = x[b], x[a]
		}
	}
}

func heapSort[E cmp.Ordered](x []E) {
	for i := len(x)/2 - 1; i >= 0; i-- {
		siftDown(x, i)
	}
	for n := len(x) - 1; n > 0; n-- {
		x[0], x[n] = x[n], x[0]
		siftDown(x[:n], 0)
	}
}

func siftDown[E cmp.Ordered](x []E, root int) {
	for {
		child := 2*root + 1
		if child >= len(x) {
			return
		}
		if child+1 < len(x) && cmp.Less(x[child], x[child+1]) {
			child++
		}
		if !cmp.Less(x[root], x[child]) {
			return
		}
		x[root], x[child] = x[child], x[root]
		root = child
	}
}
