#pragma once
// Things of C libraries that end with a function of their own.

namespace zhiheng {

/// For std::unique_ptr: std::unique_ptr<BIO, Freed<BIO_free>>. What the function returns is not
/// looked at.
template <auto free>
struct Freed {
  template <class T>
  void operator()(T* thing) const {
    free(thing);
  }
};

}  // namespace zhiheng
