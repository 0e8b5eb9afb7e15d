"""Scrapy's settings for every newspaper; `crawler.manners` adds what depends on one.

Meaning of each: https://docs.scrapy.org/en/latest/topics/settings.html
"""

BOT_NAME = "diembao"
SPIDER_MODULES = ["crawler.spiders"]

# Where things are, unless `crawler.crawl` says otherwise; relative to the current folder.
DIEMBAO_DATABASE = "data/diembao.db"
DIEMBAO_ARCHIVE = "data/archive"
DIEMBAO_CONTACT = ""
DIEMBAO_SITES_FOLDER = ""
DIEMBAO_LEASH = False
DIEMBAO_BACKOFF = 15.0  # seconds before the first retry
DIEMBAO_ROBOTS_HOURS = 24  # RFC 9309: rules are good for a day

# Honest and patient.
USER_AGENT = "diembao/0.1"
ROBOTSTXT_OBEY = True
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
METAREFRESH_ENABLED = False  # front pages reload themselves; an article is what was asked for
AUTOTHROTTLE_ENABLED = True
DOWNLOAD_DELAY = 5.0
DOWNLOAD_DELAY_JITTER = 0.0  # never below the delay
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "gzip",  # what is archived can be read everywhere
}

# Cheap.  Scrapy would start a hundred workers for what each response says, which is one thing.
CONCURRENT_ITEMS = 1
WARN_ON_GENERATOR_RETURN_VALUE = False  # it reads the source of a callback again and again

# The odd world.
DOWNLOAD_MAXSIZE = 5 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 2
# 403 flickers: one paper's shield refused 5 of 12 requests and let 4 of them pass 15 s later.
RETRY_HTTP_CODES = [403, 408, 429, 500, 502, 503, 504, 522, 524]
REDIRECT_MAX_TIMES = 5
URLLENGTH_LIMIT = 0  # it would drop addresses without a word

HTTPCACHE_ENABLED = True
HTTPCACHE_POLICY = "crawler.conditional.Revisits"
HTTPCACHE_STORAGE = "crawler.conditional.Lists"

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.hosts.OwnHosts": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.Robots": 100,
    "crawler.manners.AsSent": 595,  # between HttpCompression (590) and the network
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.backoff.Backoff": 550,
    "crawler.hosts.OpenNetwork": 760,  # behind HttpProxy (750): a proxy looks up names itself
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    "crawler.conditional.Revisit": 900,
}
ITEM_PIPELINES = {"crawler.pipelines.Keep": 300}
EXTENSIONS = {
    "crawler.robots.CrawlDelay": 0,
    "crawler.report.Report": 0,
    "crawler.report.Leash": 0,
}

# Both let others run code in the crawler.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

LOG_LEVEL = "INFO"
LOGSTATS_INTERVAL = 300
