// The full pool by k6: an open rate, which has to be known beforehand, and a threshold.
import http from "k6/http";

export const options = {
  scenarios: {
    persist: {
      executor: "constant-arrival-rate",
      rate: Number(__ENV.PLAIN_RATE),
      timeUnit: "1s",
      duration: "60s",
      preAllocatedVUs: 600,
    },
  },
  thresholds: { http_req_failed: ["rate<0.01"] },
};

export default function () {
  const headers = { "content-type": "application/json", cookie: __ENV.PLAIN_COOKIE };
  const body = JSON.stringify({ content: "x", equalizer: { energie: 50 } });
  http.post(`${__ENV.PLAIN_URL}/persist-on-login`, body, { headers });
}
