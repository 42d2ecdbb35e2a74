"""Addresses of the web room."""

from django.urls import path

from dure.rooms.web.views import crawlers, desks, home, jobs, products, shop

app_name = "web"
urlpatterns = [
    path("", home.home, name="home"),
    path("shop/", shop.shop, name="shop"),
    path("kinds/", shop.all_kinds, name="kinds"),
    path("search/", shop.search_results, name="search"),
    path("search/suggestions/", shop.suggestions, name="suggestions"),
    path("products/<uuid:product_id>/", products.product, name="product"),
    path("s/<str:slug>/", products.storefront, name="storefront"),
    path("desk/", desks.desks, name="desks"),
    path("desk/<uuid:organisation_id>/", desks.desk, name="desk"),
    path("staff/", desks.staff, name="staff"),
    path("staff/deliveries/", desks.troubled_deliveries, name="troubled_deliveries"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("jobs/<uuid:progress_id>/", jobs.job, name="job"),
    path("jobs/<uuid:progress_id>/file", jobs.job_file, name="job_file"),
    path("jobs/<uuid:progress_id>/cancellation", jobs.job_cancellation, name="job_cancellation"),
]
