#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "edge/http/router.hpp"

namespace leye::http {

/// Counts requests by route and status and times them. Thread-safe.
class Metrics {
  public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;

    /// Everything in the text format of Prometheus.
    std::string text() const;

    /// Called by the server. `entry` empty: a request no route answers.
    void prepare(const Router& router);
    void count(const RouteEntry* entry, int status, double seconds);
    void count_constant(size_t entry_number, uint64_t requests);
    void set_connections(int64_t open);
    void set_waiting(int64_t requests);

  private:
    struct Families;
    std::unique_ptr<Families> families_;
};

/// Adds `GET /metrics`.
void add_metrics(Router& router, std::shared_ptr<Metrics> metrics);

}  // namespace leye::http
