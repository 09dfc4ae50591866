#include <stdio.h>
#include <string.h>

enum { N = 10 };

int main(void) {
    long perm[N], perm1[N], count[N], max = 0, checksum = 0, r = N;
    for (long i = 0; i < N; i++) perm1[i] = i;
    for (long k = 0;; k++) {
        for (; r != 1; r--) count[r - 1] = r;
        memcpy(perm, perm1, sizeof perm);
        long flips = 0;
        for (long first = perm[0]; first != 0; first = perm[0]) {
            for (long i = 0, j = first; i < j; i++, j--) {
                long t = perm[i];
                perm[i] = perm[j];
                perm[j] = t;
            }
            flips++;
        }
        if (flips > max) max = flips;
        checksum += k % 2 == 0 ? flips : -flips;
        for (;;) {
            if (r == N) {
                printf("%ld\nPfannkuchen(%d) = %ld\n", checksum, N, max);
                return 0;
            }
            long first = perm1[0];
            memmove(perm1, perm1 + 1, r * sizeof *perm1);
            perm1[r] = first;
            if (--count[r] > 0) break;
            r++;
        }
    }
}
