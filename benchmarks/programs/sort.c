#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { uint32_t key; long value; } pair;

static uint32_t x = 1;
static uint32_t next(void) { return (x = x * 1664525 + 1013904223) >> 8; }

static int by_int(const void *a, const void *b) {
    long p = *(const long *)a, q = *(const long *)b;
    return (p > q) - (p < q);
}
static int by_pair(const void *a, const void *b) {
    const pair *p = a, *q = b;
    if (p->key != q->key) return p->key < q->key ? -1 : 1;
    return (p->value > q->value) - (p->value < q->value);
}
static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

int main(void) {
    static long ints[500000];
    static pair pairs[200000];
    static char *words[100000];
    for (int i = 0; i < 500000; i++) ints[i] = next();
    qsort(ints, 500000, sizeof *ints, by_int);
    for (int i = 0; i < 200000; i++) pairs[i] = (pair){next() % 50000, i};
    qsort(pairs, 200000, sizeof *pairs, by_pair);
    for (int i = 0; i < 100000; i++) {
        words[i] = malloc(12);
        snprintf(words[i], 12, "%u", next());
    }
    qsort(words, 100000, sizeof *words, by_text);
    printf("%ld %ld {%u %ld} {%u %ld} %s %s\n", ints[0], ints[250000], pairs[1000].key, pairs[1000].value, pairs[150000].key, pairs[150000].value, words[0], words[99999]);
}
