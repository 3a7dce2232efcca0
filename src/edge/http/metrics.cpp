#include "edge/http/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <atomic>
#include <vector>

namespace leye::http {
namespace {

const prometheus::Histogram::BucketBoundaries seconds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                      0.05,   0.1,   0.25,   0.5,   1,    2.5,   10};

// The numbers of one route; counters are looked up once per status.
struct RouteNumbers {
    std::string method = "-", route = "none";
    prometheus::Histogram* time = nullptr;
    std::array<std::atomic<prometheus::Counter*>, 600> by_status{};
};

}  // namespace

struct Metrics::Families {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                            .Name("leye_http_requests_total")
                                                            .Help("Requests answered, by route and status.")
                                                            .Register(registry);
    prometheus::Family<prometheus::Histogram>& times =
        prometheus::BuildHistogram()
            .Name("leye_http_request_seconds")
            .Help("Time from the end of the request's headers to its answer.")
            .Register(registry);
    prometheus::Gauge& connections = prometheus::BuildGauge()
                                         .Name("leye_http_connections")
                                         .Help("Connections open now.")
                                         .Register(registry)
                                         .Add({});
    prometheus::Gauge& waiting = prometheus::BuildGauge()
                                     .Name("leye_http_waiting")
                                     .Help("Requests waiting for a worker now.")
                                     .Register(registry)
                                     .Add({});
    std::vector<std::unique_ptr<RouteNumbers>> routes;  // the last one: requests that no route answers

    prometheus::Counter& counter(RouteNumbers& numbers, int status) {
        auto& slot = numbers.by_status[static_cast<size_t>(status >= 0 && status < 600 ? status : 599)];
        prometheus::Counter* found = slot.load(std::memory_order_acquire);
        if (!found) {
            found = &requests.Add(
                {{"method", numbers.method}, {"route", numbers.route}, {"status", std::to_string(status)}});
            slot.store(found, std::memory_order_release);
        }
        return *found;
    }
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {}
Metrics::~Metrics() = default;

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(families_->registry.Collect()); }

void Metrics::prepare(const Router& router) {
    families_->routes.clear();
    const auto add = [&](std::string method, std::string route) {
        auto numbers = std::make_unique<RouteNumbers>();
        numbers->method = std::move(method), numbers->route = std::move(route);
        numbers->time = &families_->times.Add({{"method", numbers->method}, {"route", numbers->route}}, seconds);
        families_->routes.push_back(std::move(numbers));
    };
    for (const RouteEntry& entry : router.entries()) add(entry.method, entry.pattern);
    add("-", "none");
}

void Metrics::count(const RouteEntry* entry, int status, double took_seconds) {
    RouteNumbers& numbers = entry ? *families_->routes[entry->number] : *families_->routes.back();
    families_->counter(numbers, status).Increment();
    numbers.time->Observe(took_seconds);
}

void Metrics::count_constant(size_t entry_number, uint64_t requests) {
    families_->counter(*families_->routes[entry_number], 200).Increment(static_cast<double>(requests));
}

void Metrics::set_connections(int64_t open) { families_->connections.Set(static_cast<double>(open)); }
void Metrics::set_waiting(int64_t requests) { families_->waiting.Set(static_cast<double>(requests)); }

void add_metrics(Router& router, std::shared_ptr<Metrics> metrics) {
    router.add("GET", "/metrics",
               {.handler = [metrics](const Request&) {
                    return Response{.content_type = "text/plain; version=0.0.4", .body = metrics->text()};
                },
                .described = false});
}

}  // namespace leye::http
