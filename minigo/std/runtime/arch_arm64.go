package runtime

const goarch = "arm64"
