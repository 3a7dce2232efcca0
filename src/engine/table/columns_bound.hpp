#pragma once
#include "engine/table/columns_kernels.hpp"
#include "engine/table/compiled.hpp"

namespace leye::table {

/// The keys of one question in one batch.
struct View {
    const Keys* keys = nullptr;
    Measure measure;
    Keys own;  ///< what `keys` points to where they were worked out
};

/// One question's index in the keys of a measure: where each cut stands among them. Made once for a column.
class Bound {
  public:
    Bound(const Question& question, Measure measure, Wide low, Wide high);
    const Measure& measure() const { return measure_; }

    /// masks[i] &= the rules the batch's value leaves; up to 64 rules.
    template <class M>
    void intersect(const Keys& keys, M* masks, std::vector<uint32_t>& scratch) const;
    /// at[i]: the stretch of the batch's value.
    void stretches(const Keys& keys, uint32_t* at) const;

  private:
    /// Keys from which a stretch holds, as one width has them; a stretch that no key of the width reaches is left out.
    template <class T>
    struct Starts {
        std::vector<T> at;              ///< filled up for kernels::search
        std::vector<uint32_t> stretch;  ///< that begins there
        size_t count = 0;
    };
    template <class T>
    Starts<T> starts() const;
    template <class T>
    void stretches_of(const std::vector<T>& keys, const Starts<T>& starts, uint32_t* at) const;
    template <class T>
    const Starts<T>& of_width() const;

    const Index& index_;
    Measure measure_;
    Wide low_, high_;               ///< of the column; all of a width where nothing is known
    std::vector<Wide> first_;       ///< by cut: the least key behind it
    std::vector<uint16_t> table_;   ///< stretch by key − low_, where the column's keys are few
    Starts<int16_t> narrow_;
    Starts<int32_t> middle_;
    Starts<int64_t> wide_;
};

}  // namespace leye::table
