#include "services/casework/number_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace leye::casework {
namespace {

char check_digit(std::string_view digits) {
    int p = 10;
    for (char c : digits) {
        int s = (p + (c - '0')) % 10;
        if (s == 0) s = 10;
        p = s * 2 % 11;
    }
    return static_cast<char>('0' + (11 - p) % 10);
}

int64_t read_last(store::Connection& c, int lane, Date day) {
    auto rows = c.query("select last from case_number where lane = ? and day = ?", lane, day);
    return rows.next() ? rows.get<int64_t>(0) : 0;
}

/// The highest number used in the commit that is being made: read before its first, written before its end.
class CarriedNumber : public store::Carried {
  public:
    int64_t stored(store::Connection& tx, Date day) {
        if (day_ != day) {
            put_back(tx);
            last_ = stored_ = read_last(tx, tx.lane(), day);
            day_ = day;
        }
        return stored_;
    }
    void use(store::Connection& tx, Date day, int64_t n) {
        stored(tx, day);
        last_ = std::max(last_, n);
    }
    void put_back(store::Connection& tx) override {
        if (!day_ || last_ == stored_) return;
        tx.post("insert into case_number (lane, day, last) values (?, ?, ?) on conflict (lane, day) do update set last = excluded.last",
                tx.lane(), *day_, last_);
        stored_ = last_;
    }
    void forget() override { day_.reset(); }

  private:
    std::optional<Date> day_;
    int64_t last_ = 0, stored_ = 0;
};

}  // namespace

std::string Numbers::next(store::Transaction& tx, Date day) {
    constexpr size_t days_max = 32;
    const int lane = tx.lane();
    std::unique_lock lock(mutex_);
    auto known = last_.find({day, lane});
    // Another program may have given numbers since: a writer looks once a commit, and a rehearsal that meets one of them is
    // run again by the writer.
    if (known == last_.end() || !tx.is_rehearsal()) {
        lock.unlock();
        const int64_t stored = tx.is_rehearsal() ? read_last(tx, lane, day) : tx.carried<CarriedNumber>().stored(tx, day);
        lock.lock();
        known = last_.try_emplace({day, lane}, 0).first;
        known->second = std::max(known->second, stored);
    }
    const int64_t n = ++known->second;
    if (last_.size() > days_max) last_.erase(last_.begin());
    lock.unlock();
    if (n > 999'999 || lane > 9) throw Fault("more than 999,999 cases on one day and lane");
    tx.at_writer([day, n](store::Connection& writer) { writer.carried<CarriedNumber>().use(writer, day, n); });
    const std::string digits = fmt::format("{:04}{:02}{:02}{}{:06}", day.year(), day.month(), day.day(), lane, n);
    return digits + check_digit(digits);
}

bool is_number(std::string_view text) {
    if (text.size() != 16) return false;
    for (char c : text)
        if (c < '0' || c > '9') return false;
    return check_digit(text.substr(0, 15)) == text[15];
}

}  // namespace leye::casework
