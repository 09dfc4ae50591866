#include <stdio.h>
#include <stdlib.h>

typedef struct node { struct node *left, *right; } node;

static node *build(int depth) {
    node *n = malloc(sizeof *n);
    n->left = n->right = NULL;
    if (depth > 0) n->left = build(depth - 1), n->right = build(depth - 1);
    return n;
}

static long count_and_free(node *n, int keep) {
    long c = 1;
    if (n->left) c += count_and_free(n->left, keep) + count_and_free(n->right, keep);
    if (!keep) free(n);
    return c;
}

int main(void) {
    enum { MIN = 4, MAX = 15 };
    printf("stretch %ld\n", count_and_free(build(MAX + 1), 0));
    node *live = build(MAX);
    for (int depth = MIN; depth <= MAX; depth += 2) {
        int n = 1 << (MAX - depth + MIN);
        long check = 0;
        for (int i = 0; i < n; i++) check += count_and_free(build(depth), 0);
        printf("%d trees of depth %d check %ld\n", n, depth, check);
    }
    printf("long lived %ld\n", count_and_free(live, 1));
}
